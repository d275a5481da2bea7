import { useTranslation } from "react-i18next";
import type { SystemView } from "../../bridge/bindings";
import { useFormat } from "../../i18n/format";
import styles from "./ConnectTest.module.css";

/** What stands in the database that was reached. */
export function ConnectFound({ system, isNew }: { system: SystemView; isNew: boolean }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { product, version, server, customerUsers, customers, readsOnly } = system;
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
      {isNew ? <p className={styles.quiet}>{t("installations.test.sources")}</p> : null}
    </section>
  );
}
