import { useTranslation } from "react-i18next";
import styles from "./ServerWords.module.css";

/** What a server told, word for word; nothing where it told nothing. */
export function ServerWords({ words }: { words: string | null }) {
  const { t } = useTranslation();
  if (!words) return null;
  return (
    <p className={styles.words}>
      <span className={styles.who}>{t("errorPlace.serverSays")}</span> <q>{words}</q>
    </p>
  );
}
