import { useQuery } from "@tanstack/react-query";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { overview } from "../api/app";
import { useFormat } from "../i18n/format";
import { Dot } from "../kit/Pill";
import { classNames } from "../lib/classNames";
import styles from "./StatusBar.module.css";

/** The state of the local directory, what the view says of itself, and how many contacts there are. */
export function StatusBar({ slot }: { slot: Ref<HTMLSpanElement> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error } = useQuery(overview());
  return (
    <footer className={styles.bar}>
      <span className={classNames(styles.state, error ? styles.bad : styles.good)}>
        <Dot shape={error ? "ring" : "full"} />
        <span className={styles.words}>
          {error ? t("status.directoryFailed") : t("status.directoryReady")}
        </span>
      </span>
      <span ref={slot} className={styles.slot} />
      {data ? (
        <span>
          {t("status.contacts", {
            count: data.customerUsers,
            number: format.number(data.customerUsers),
          })}
        </span>
      ) : null}
    </footer>
  );
}
