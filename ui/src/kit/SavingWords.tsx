import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useIsLate } from "../lib/useIsLate";
import styles from "./SavingWords.module.css";

/** A save that takes longer, in milliseconds, is one that was made to wait: by a lock, most often. */
export const usualSave = 3000;

/** Says that something is being saved, and once it takes long what that may be waiting for. */
export function SavingWords() {
  const { t } = useTranslation();
  const isLate = useIsLate(usualSave);
  return (
    <span className={styles.saving}>
      <LoaderCircle aria-hidden="true" className={styles.turning} />
      {isLate ? t("forms.bar.waiting") : t("forms.bar.saving")}
    </span>
  );
}
