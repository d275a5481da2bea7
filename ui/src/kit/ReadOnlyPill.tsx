import { Lock } from "lucide-react";
import { useTranslation } from "react-i18next";
import styles from "./ReadOnlyPill.module.css";

/** Says by icon and word that nothing can be written here; the reason is in the tooltip. */
export function ReadOnlyPill({ why }: { why: string }) {
  const { t } = useTranslation();
  return (
    <span className={styles.pill} title={why}>
      <Lock aria-hidden="true" />
      {t("installations.readOnly")}
    </span>
  );
}
