import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { systemSettings } from "../../api/systemSettings";
import type { SystemSettingView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { Panel } from "../../kit/Panel";
import { Pill } from "../../kit/Pill";
import { Waiting } from "../../kit/Waiting";
import { classNames } from "../../lib/classNames";
import { SettingOverride } from "./SettingOverride";
import styles from "./SystemSettings.module.css";
import { readWords } from "./settingWords";

/** The settings of OTOBO's that matter here, where they come from, and what is put over them. */
export function SystemSettings({ sought }: { sought?: string | undefined }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(systemSettings());
  const [changing, setChanging] = useState<SystemSettingView | null>(null);
  return (
    <Panel title={t("backEnds.settings.title")}>
      <p className={styles.text}>
        {data && isShippedOnly(data)
          ? t("backEnds.settings.shippedOnly")
          : t("backEnds.settings.text")}
      </p>
      {error ? (
        <div className={styles.error}>
          <ErrorNote error={error} onRetry={() => void refetch()} />
        </div>
      ) : null}
      {!error && !data ? <Waiting /> : null}
      {data?.length === 0 ? <p>{t("backEnds.settings.empty")}</p> : null}
      {data && data.length > 0 ? (
        <ul>
          {data.map((setting) => (
            <Setting
              key={setting.name}
              setting={setting}
              isSought={setting.name === sought}
              onOverride={() => setChanging(setting)}
            />
          ))}
        </ul>
      ) : null}
      {changing ? <SettingOverride setting={changing} onClose={() => setChanging(null)} /> : null}
    </Panel>
  );
}

/** Whether OTOBO's database says nothing at all, whatever stands over it here. */
function isShippedOnly(settings: readonly SystemSettingView[]): boolean {
  return settings.every(({ origin, read }) => (read?.origin ?? origin) === "shipped");
}

type SettingProps = {
  setting: SystemSettingView;
  /** The reader came for this one. */
  isSought: boolean;
  onOverride: () => void;
};

function Setting({ setting, isSought, onOverride }: SettingProps) {
  const { t } = useTranslation();
  const line = useRef<HTMLLIElement>(null);

  useEffect(() => {
    if (!isSought) return;
    line.current?.scrollIntoView({ block: "center" });
    line.current?.querySelector("button")?.focus();
  }, [isSought]);

  const { name, value, origin, undeployed, read } = setting;
  return (
    <li ref={line} className={classNames(styles.setting, isSought && styles.sought)}>
      <div className={styles.name}>
        <code className={styles.code}>{name}</code>
        <p className={styles.origin}>
          {t(`backEnds.settings.origin.${origin}`)}
          {undeployed ? (
            <span title={t("backEnds.settings.undeployedText")}>
              <Pill tone="warn" dot="half">
                {t("backEnds.settings.undeployed")}
              </Pill>
            </span>
          ) : null}
        </p>
      </div>
      <div className={styles.value}>
        {value === "" ? (
          <span className={styles.none}>{t("backEnds.settings.none")}</span>
        ) : (
          <code className={styles.code}>{value}</code>
        )}
        {read === null ? null : <p className={styles.origin}>{readWords(t, read)}</p>}
        {undeployed ? (
          <p className={styles.origin}>{t("backEnds.settings.undeployedText")}</p>
        ) : null}
      </div>
      <Button
        variant="quiet"
        aria-label={t("backEnds.settings.overrideNamed", { name })}
        onPress={onOverride}
      >
        {t("backEnds.settings.override")}
      </Button>
    </li>
  );
}
