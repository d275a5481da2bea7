import { type KeyboardEvent, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CommandError, PreferenceView } from "../../bridge/bindings";
import { errorWords } from "../../i18n/errorWords";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { TextField } from "../../kit/TextField";
import styles from "./DetailPreferences.module.css";
import { usePreference } from "./usePreference";

type Props = {
  login: string;
  /** What is changed; `null` to add one. */
  stored: PreferenceView | null;
  onClose: () => void;
};

/** A preference being typed, in the place where it will stand. */
export function PreferenceForm({ login, stored, onClose }: Props) {
  const { t } = useTranslation();
  const [key, setKey] = useState(stored?.key ?? "");
  const [value, setValue] = useState(stored?.value ?? "");
  const { error, isSending, send } = usePreference(login);
  const form = useRef<HTMLFormElement>(null);
  const problemOf = (field: string) => (error?.field === field ? <Why error={error} /> : null);

  // The pane is narrow and low: what was opened, and what is said about it, comes into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another error makes another height
  useEffect(() => form.current?.scrollIntoView({ block: "nearest" }), [error]);

  async function save() {
    if (isSending) return;
    if (await send({ key: key.trim(), value, was: stored?.value ?? null })) onClose();
  }

  /** Escape leaves the form, not the record that it stands in. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    onClose();
  }

  return (
    <form
      ref={form}
      className={styles.form}
      noValidate
      autoComplete="off"
      onKeyDown={onKeyDown}
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {stored ? null : (
        <TextField
          label={t("preferenceEdit.key")}
          value={key}
          onChange={setKey}
          isRequired
          autoFocus
          spellCheck="false"
          error={problemOf("key")}
        />
      )}
      <TextField
        label={t("preferenceEdit.value")}
        value={value}
        onChange={setValue}
        autoFocus={stored !== null}
        spellCheck="false"
        error={problemOf("value")}
      />
      {error && error.field === null ? (
        <ErrorNote
          error={error}
          onRetry={() => void save()}
          note={t("forms.failed.nothingSaved")}
        />
      ) : null}
      <div className={styles.formButtons}>
        <Button variant="quiet" onPress={onClose}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" isDisabled={isSending}>
          {isSending ? t("preferenceEdit.saving") : t("preferenceEdit.save")}
        </Button>
      </div>
    </form>
  );
}

/** Why a key or a value was refused, and what would be taken. */
function Why({ error }: { error: CommandError }) {
  const { t } = useTranslation();
  const { what, todo } = errorWords(t, error);
  return (
    <>
      {what}. {todo}
    </>
  );
}
