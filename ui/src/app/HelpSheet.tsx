import { useTranslation } from "react-i18next";
import { commandKey, lockKeys } from "../i18n/commandKey";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import styles from "./HelpSheet.module.css";

/** Every key the window listens to. */
export function HelpSheet({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const groups = [
    {
      title: t("help.everywhere"),
      keys: [
        [`${commandKey(t)} K`, t("help.palette")],
        [`${commandKey(t)} 1`, t("customerUsers.title")],
        [`${commandKey(t)} 2`, t("customers.title")],
        [`${commandKey(t)} 3`, t("backEnds.title")],
        [`${commandKey(t)} Z`, t("undo.help")],
        [lockKeys(t), t("security.command.lock")],
        ["?", t("help.help")],
      ],
    },
    {
      title: t("help.forms"),
      keys: [
        [`${commandKey(t)} S`, t("help.save")],
        [`${commandKey(t)} Enter`, t("help.saveAndFinish")],
        [t("help.testKeys", { command: commandKey(t) }), t("help.testConnection")],
        [t("help.rowKeys"), t("help.moveRow")],
        ["Esc", t("help.leave")],
      ],
    },
    {
      title: t("help.lists"),
      keys: [
        [t("help.searchKeys", { command: commandKey(t) }), t("help.search")],
        ["↓ ↑", t("help.move")],
        [t("help.endKeys"), t("help.ends")],
        [t("help.pageKeys"), t("help.pages")],
        ["Enter", t("help.open")],
        ["E", t("help.edit")],
        ["N", t("help.add")],
        ["Esc", t("help.back")],
      ],
    },
  ] as const;
  return (
    <Dialog
      title={t("help.title")}
      size="large"
      onClose={onClose}
      actions={<Button onPress={onClose}>{t("common.close")}</Button>}
    >
      <div className={styles.groups}>
        {groups.map((group) => (
          <section key={group.title} className={styles.group}>
            <h3 className={styles.title}>{group.title}</h3>
            <dl className={styles.keys}>
              {group.keys.map(([keys, what]) => (
                <div key={keys} className={styles.line}>
                  <dt className={styles.key}>{keys}</dt>
                  <dd>{what}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
