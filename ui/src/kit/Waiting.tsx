import { useTranslation } from "react-i18next";
import styles from "./Waiting.module.css";

/** Stands where something is being fetched; it only shows itself when that takes a while. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <div role="status" aria-label={t("common.loading")} className={styles.waiting}>
      {widths.map((width) => (
        <span key={width} className={styles.bar} style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}

/** Uneven, as rows of text are. */
const widths = [62, 48, 71, 55, 66, 44, 58];
