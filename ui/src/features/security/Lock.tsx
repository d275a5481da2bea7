import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useSettings } from "../../api/useSettings";
import type { SecurityView } from "../../bridge/bindings";
import { lockKeys } from "../../i18n/commandKey";
import { Button } from "../../kit/Button";
import { Panel } from "../../kit/Panel";
import { Pill } from "../../kit/Pill";
import { Select } from "../../kit/Select";
import { LockDialog, type LockStep } from "./LockDialog";
import styles from "./Security.module.css";

/** Minutes that can be chosen. */
const minutes = [1, 2, 5, 10, 15, 30, 60, 120, 240, 480];

/** The app lock: on or off, its passphrase, and when it closes. */
export function SecurityLock({ view, onLock }: { view: SecurityView; onLock: () => void }) {
  const { t } = useTranslation();
  const [step, setStep] = useState<LockStep | null>(null);
  const offLimits = view.keyring === "there" ? "offLimits" : null;
  const limits = view.locks ? "limits" : offLimits;
  const mustStay = view.keyring === "absent";
  return (
    <Panel
      title={t("security.lock.title")}
      state={
        <Pill tone={view.locks ? "good" : "neutral"} dot={view.locks ? "full" : "ring"}>
          {t(view.locks ? "security.lock.on" : "security.lock.off")}
        </Pill>
      }
    >
      <div className={styles.part}>
        <p>{t("security.lock.text")}</p>
        {limits ? <p className={styles.small}>{t(`security.lock.${limits}`)}</p> : null}
        {view.locks ? <LockAfter /> : null}
        <div className={styles.buttons}>
          {view.locks ? (
            <>
              <Button variant="primary" shortcut={lockKeys(t)} onPress={onLock}>
                {t("security.lock.lockNow")}
              </Button>
              <Button onPress={() => setStep("change")}>{t("security.lock.change")}</Button>
              <Button
                refused={mustStay ? t("security.lock.mustStay") : null}
                onPress={() => setStep("turnOff")}
              >
                {t("security.lock.turnOff")}
              </Button>
            </>
          ) : (
            <Button variant="primary" onPress={() => setStep("turnOn")}>
              {t("security.lock.turnOn")}
            </Button>
          )}
        </div>
      </div>
      {step ? <LockDialog step={step} view={view} onClose={() => setStep(null)} /> : null}
    </Panel>
  );
}

function LockAfter() {
  const { t } = useTranslation();
  const { settings, change } = useSettings();
  const now = settings.lockAfterMinutes;
  const choices = [...new Set([...minutes, now])].sort((one, other) => one - other);
  const words = (count: number) =>
    count % 60 === 0
      ? t("security.lock.hours", { count: count / 60 })
      : t("security.lock.minutes", { count });
  return (
    <div className={styles.after}>
      <Select
        label={t("security.lock.after")}
        value={String(now)}
        choices={choices.map((count) => ({ id: String(count), label: words(count) }))}
        onChange={(chosen) => change({ lockAfterMinutes: Number(chosen) })}
      />
    </div>
  );
}
