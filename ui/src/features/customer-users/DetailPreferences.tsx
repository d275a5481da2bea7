import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { customerUserPreferences } from "../../api/customerUsers";
import { Button } from "../../kit/Button";
import { DetailReading, DetailTrouble } from "../../kit/DetailPane";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorNote } from "../../kit/ErrorNote";
import { Waiting } from "../../kit/Waiting";
import { Preference } from "./DetailPreference";
import { PreferenceForm } from "./DetailPreferenceForm";
import styles from "./DetailPreferences.module.css";

type Props = {
  login: string;
  /** Preferences are OTOBO's own: a source that only reads does not keep them from being changed. */
  isReadOnly: boolean;
};

/** What OTOBO remembers of a customer user, and changing it. */
export function Preferences({ login, isReadOnly }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(customerUserPreferences(login));
  const [isAdding, setIsAdding] = useState(false);
  if (error) {
    return (
      <DetailTrouble>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </DetailTrouble>
    );
  }
  if (data === undefined) return <Waiting />;
  const adding = isAdding ? (
    <PreferenceForm login={login} stored={null} onClose={() => setIsAdding(false)} />
  ) : (
    <Button icon={<Plus aria-hidden="true" />} onPress={() => setIsAdding(true)}>
      {t("preferenceEdit.add")}
    </Button>
  );
  return (
    <DetailReading label={t("preferences.tab")}>
      {data.length === 0 ? (
        <EmptyState title={t("preferences.empty.title")} text={t("preferences.empty.text")} />
      ) : (
        <dl className={styles.list}>
          {data.map((preference) => (
            <Preference
              key={preference.key}
              login={login}
              preference={preference}
              isReadOnly={isReadOnly}
            />
          ))}
        </dl>
      )}
      <p className={styles.note}>{t("preferences.note")}</p>
      {isReadOnly ? null : <div className={styles.adding}>{adding}</div>}
    </DetailReading>
  );
}
