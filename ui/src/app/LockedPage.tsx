import { LockKeyhole } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import styles from "./LockedPage.module.css";

type Props = {
  title: string;
  text: string;
  /** What opens it. */
  children: ReactNode;
};

/** The whole window while a key is missing: nothing of anybody's data is in it. */
export function LockedPage({ title, text, children }: Props) {
  const { t } = useTranslation();
  return (
    <main className={styles.page}>
      <div className={styles.card}>
        <p className={styles.name}>
          <LockKeyhole aria-hidden="true" />
          {t("common.appName")}
        </p>
        <div>
          <h1 className={styles.title}>{title}</h1>
          <p className={styles.text}>{text}</p>
        </div>
        {children}
      </div>
    </main>
  );
}
