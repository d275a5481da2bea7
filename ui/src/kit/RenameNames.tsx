import { ArrowRight } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./RenameDialog.module.css";

/** A name that changes. */
export type ChangedName = { field: "login" | "customer" | "customerId"; was: string; now: string };

/** Old names and new ones. */
export function RenameNames({ names }: { names: readonly ChangedName[] }) {
  const { t } = useTranslation();
  return (
    <dl className={styles.names}>
      {names.map(({ field, was, now }) => (
        <div key={field} className={styles.name}>
          <dt>{t(`rename.field.${field}`)}</dt>
          <dd>
            <span className={styles.was}>{was || t("rename.none")}</span>
            <ArrowRight role="img" aria-label={t("rename.becomes")} className={styles.arrow} />
            <span className={styles.now}>{now || t("rename.none")}</span>
          </dd>
        </div>
      ))}
    </dl>
  );
}
