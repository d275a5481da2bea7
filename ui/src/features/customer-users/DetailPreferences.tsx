import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { customerUserPreferences } from "../../api/customerUsers";
import type { PreferenceView } from "../../bridge/bindings";
import { en } from "../../i18n/en";
import { useFormat } from "../../i18n/format";
import { DetailReading, DetailTrouble } from "../../kit/DetailPane";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorNote } from "../../kit/ErrorNote";
import { Waiting } from "../../kit/Waiting";
import styles from "./DetailPreferences.module.css";

/** What OTOBO remembers of a customer user. */
export function Preferences({ login }: { login: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(customerUserPreferences(login));
  if (error) {
    return (
      <DetailTrouble>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </DetailTrouble>
    );
  }
  if (data === undefined) return <Waiting />;
  if (data.length === 0) {
    return <EmptyState title={t("preferences.empty.title")} text={t("preferences.empty.text")} />;
  }
  return (
    <DetailReading label={t("preferences.tab")}>
      <dl className={styles.list}>
        {data.map((preference) => (
          <Preference key={preference.key} preference={preference} />
        ))}
      </dl>
      <p className={styles.note}>{t("preferences.note")}</p>
    </DetailReading>
  );
}

function Preference({ preference: { key, value } }: { preference: PreferenceView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = isKnown(key) ? t(`preferences.known.${key}`) : null;
  const isTime = times.has(key) && /^\d{9,10}$/.test(value);
  const time = isTime ? new Date(Number(value) * 1000).toISOString() : null;
  return (
    <div className={styles.line}>
      <dt className={styles.name}>
        {label ? <span className={styles.label}>{label}</span> : null}
        <code className={styles.key}>{key}</code>
      </dt>
      <dd className={styles.value} title={time ? value : undefined}>
        {time ? format.moment(time) : value || t("common.empty")}
      </dd>
    </div>
  );
}

/** Keys whose value is a time, in seconds since 1970. */
const times = new Set(["UserLastLogin", "UserLastPwChangeTime"]);

function isKnown(key: string): key is keyof typeof en.preferences.known {
  return Object.hasOwn(en.preferences.known, key);
}
