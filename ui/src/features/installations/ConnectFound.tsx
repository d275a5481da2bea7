import { useTranslation } from "react-i18next";
import type { ConnectionView, SystemView } from "../../bridge/bindings";
import { useFormat } from "../../i18n/format";
import { Caution } from "../../kit/Caution";
import { CodeCopy } from "../../kit/CodeCopy";
import styles from "./ConnectTest.module.css";
import { statementAgainst } from "./statements";

type Props = {
  system: SystemView;
  /** The connection that was tried. */
  about: ConnectionView;
  isNew: boolean;
};

/** What stands in the database that was reached. */
export function ConnectFound({ system, about, isNew }: Props) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const { product, server, customerUsers, customers, readsOnly, onlyRead } = system;
  const version = system.orNewer
    ? t("installations.test.versionOrNewer", { version: system.version })
    : system.version;
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  return (
    <section aria-label={t("installations.test.found")} className={styles.found}>
      <h3 className={styles.product}>
        {t(`installations.test.product.${product}`, { version }).trim()}
      </h3>
      <p className={styles.quiet}>{t("installations.test.server", { server })}</p>
      <ul className={styles.numbers}>
        <li>
          {t("installations.test.customerUsers", {
            count: customerUsers,
            number: format.number(customerUsers),
          })}
        </li>
        <li>
          {t("installations.test.customers", {
            count: customers,
            number: format.number(customers),
          })}
        </li>
      </ul>
      {readsOnly ? <p>{t("installations.test.readsOnly")}</p> : null}
      {onlyRead.length > 0 ? <OnlyReads tables={list.format(onlyRead)} about={about} /> : null}
      {isNew ? <p className={styles.quiet}>{t("installations.test.sources")}</p> : null}
    </section>
  );
}

/** The account may only read: what that means, and the statement that changes it. */
function OnlyReads({ tables, about }: { tables: string; about: ConnectionView }) {
  const { t } = useTranslation();
  const statement = statementAgainst("writeGrantMissing", about);
  return (
    <Caution what={t("installations.test.onlyRead", { tables })}>
      <p>{t("installations.test.onlyReadTodo")}</p>
      {statement ? <CodeCopy code={statement} label={t("installations.test.statement")} /> : null}
    </Caution>
  );
}
