import { Pencil, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { PreferenceView } from "../../bridge/bindings";
import { en } from "../../i18n/en";
import { useFormat } from "../../i18n/format";
import { ErrorNote } from "../../kit/ErrorNote";
import { IconButton } from "../../kit/IconButton";
import { PreferenceForm } from "./DetailPreferenceForm";
import styles from "./DetailPreferences.module.css";
import { usePreference } from "./usePreference";

type Props = { login: string; preference: PreferenceView; isReadOnly: boolean };

/** One preference: read, or changed in its place. */
export function Preference({ login, preference, isReadOnly }: Props) {
  const [isChanging, setIsChanging] = useState(false);
  const line = useRef<HTMLDivElement>(null);
  const wasChanging = useRef(false);

  // The button that opened the form is there again: it gets the focus back.
  useEffect(() => {
    if (wasChanging.current && !isChanging) line.current?.querySelector("button")?.focus();
    wasChanging.current = isChanging;
  }, [isChanging]);

  return (
    <div ref={line} className={styles.line}>
      <dt className={styles.name}>
        <Name name={preference.key} />
      </dt>
      {isChanging ? (
        <dd className={styles.changing}>
          <PreferenceForm login={login} stored={preference} onClose={() => setIsChanging(false)} />
        </dd>
      ) : (
        <Value
          login={login}
          preference={preference}
          onChange={isReadOnly ? null : () => setIsChanging(true)}
        />
      )}
    </div>
  );
}

function Name({ name }: { name: string }) {
  const { t } = useTranslation();
  return (
    <>
      {isKnown(name) ? (
        <span className={styles.label}>{t(`preferences.known.${name}`)}</span>
      ) : null}
      <code className={styles.key}>{name}</code>
    </>
  );
}

type ValueProps = {
  login: string;
  preference: PreferenceView;
  /** `null` where nothing can be changed. */
  onChange: (() => void) | null;
};

function Value({ login, preference, onChange }: ValueProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const { key, value } = preference;
  const { error, isSending, send } = usePreference(login);
  const isTime = times.has(key) && /^\d{9,10}$/.test(value);
  const time = isTime ? new Date(Number(value) * 1000).toISOString() : null;
  const remove = () => void send({ key, value: null, was: value });
  return (
    <>
      <dd className={styles.value} title={time ? value : undefined}>
        {time ? format.moment(time) : value || t("common.empty")}
      </dd>
      {onChange ? (
        <dd className={styles.buttons}>
          <IconButton
            label={t("preferenceEdit.change", { key })}
            icon={<Pencil />}
            onPress={onChange}
          />
          <IconButton
            label={t("preferenceEdit.remove", { key })}
            icon={<Trash2 />}
            isDisabled={isSending}
            onPress={remove}
          />
        </dd>
      ) : null}
      {error ? (
        <dd className={styles.changing}>
          <ErrorNote error={error} onRetry={remove} />
        </dd>
      ) : null}
    </>
  );
}

/** Keys whose value is a time, in seconds since 1970. */
const times = new Set(["UserLastLogin", "UserLastPwChangeTime"]);

function isKnown(key: string): key is keyof typeof en.preferences.known {
  return Object.hasOwn(en.preferences.known, key);
}
