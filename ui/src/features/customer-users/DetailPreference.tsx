import { useQueryClient } from "@tanstack/react-query";
import { Pencil, Trash2 } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { customerUserPreferences } from "../../api/customerUsers";
import type { PreferenceView } from "../../bridge/bindings";
import { en } from "../../i18n/en";
import { useFormat } from "../../i18n/format";
import { ErrorNote } from "../../kit/ErrorNote";
import { IconButton } from "../../kit/IconButton";
import { classNames } from "../../lib/classNames";
import { PreferenceForm } from "./DetailPreferenceForm";
import styles from "./DetailPreferences.module.css";
import { momentOf } from "./preferenceMoment";
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
  const client = useQueryClient();
  const [theirs, setTheirs] = useState<string | null>(null);
  const time = times.has(key) ? momentOf(value) : null;

  async function remove() {
    setTheirs(null);
    const end = await send({ key, value: null, was: value });
    if (end.kind !== "conflict") return;
    setTheirs(end.theirs);
    // Taken away by somebody else already: the list only has to learn of it.
    if (end.theirs === null) void client.invalidateQueries(customerUserPreferences(login));
  }

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
            onPress={() => void remove()}
          />
        </dd>
      ) : null}
      {theirs === null ? null : (
        <dd role="alert" className={classNames(styles.changing, styles.found)}>
          {t("preferenceEdit.notRemoved", { key, value: theirs })}
        </dd>
      )}
      {error ? (
        <dd className={styles.changing}>
          <ErrorNote error={error} onRetry={() => void remove()} />
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
