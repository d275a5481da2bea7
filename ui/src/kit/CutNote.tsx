import { useTranslation } from "react-i18next";
import type { CutView } from "../bridge/bindings";
import { useFormat } from "../i18n/format";
import { domainLimit, openLdapLimit } from "../lib/serverLimits";
import { Button } from "./Button";
import { CodeCopy } from "./CodeCopy";
import styles from "./CutNote.module.css";
import { Note } from "./Note";
import { Popover } from "./Popover";

/** Says over a list which servers gave less than there is, why, and what their administrators can do. */
export function CutNote({ cuts }: { cuts: readonly CutView[] }) {
  const { t } = useTranslation();
  return cuts.map((cut) => (
    <Note
      key={cut.id}
      action={
        <Popover
          label={t("list.cut.remedy")}
          trigger={<Button variant="quiet">{t("list.cut.remedy")}</Button>}
        >
          <div className={styles.alone}>
            <CutRemedy cut={cut} />
          </div>
        </Popover>
      }
    >
      <Words cut={cut} />
    </Note>
  ));
}

function Words({ cut }: { cut: CutView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const source = cut.name || cut.id;
  return t(`list.cut.words.${cut.limit.kind}`, {
    source,
    count: cut.found,
    number: format.number(cut.found),
  });
}

/** Why a server gave less than there is, and what its administrator can do about it. */
export function CutRemedy({ cut }: { cut: CutView }) {
  const { t } = useTranslation();
  const { user, limit } = cut;
  const openLdap = openLdapLimit(user, limit.kind);
  return (
    <div className={styles.remedy}>
      <p>{t(`list.cut.why.${limit.kind}`)}</p>
      {openLdap ? (
        <>
          <h2 className={styles.title}>{t("list.cut.openLdap")}</h2>
          <p>{user === "" ? t("list.cut.openLdapNobody") : t("list.cut.openLdapText", { user })}</p>
          <CodeCopy code={openLdap} label={t("list.cut.copyOpenLdap")} />
        </>
      ) : null}
      <h2 className={styles.title}>{t("list.cut.domain")}</h2>
      <p>{t(`list.cut.domainText.${limit.kind}`)}</p>
      <CodeCopy code={domainLimit(limit.kind)} label={t("list.cut.copyDomain")} />
    </div>
  );
}
