import { type KeyboardEvent, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { CommandError, PreferenceView } from "../../bridge/bindings";
import { errorWords } from "../../i18n/errorWords";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { TextField } from "../../kit/TextField";
import styles from "./DetailPreferences.module.css";
import { PreferenceValue } from "./DetailPreferenceValue";
import { type PreferenceFound, usePreferenceDraft } from "./usePreferenceDraft";

type Props = {
  login: string;
  /** What is changed; `null` to add one. */
  stored: PreferenceView | null;
  onClose: () => void;
};

/** A preference being typed, in the place where it will stand. */
export function PreferenceForm({ login, stored, onClose }: Props) {
  const { t } = useTranslation();
  const draft = usePreferenceDraft({ login, stored, onClose });
  const { error, found, isSending, save } = draft;
  const form = useRef<HTMLFormElement>(null);
  const problemOf = (field: string) => (error?.field === field ? <Why error={error} /> : null);

  // The pane is narrow and low: what was opened, and what is said about it, comes into sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other words make another height
  useEffect(() => form.current?.scrollIntoView({ block: "nearest" }), [error, found]);

  /** Escape leaves the form, not the record that it stands in. */
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Escape") return;
    event.preventDefault();
    event.stopPropagation();
    draft.cancel();
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
          value={draft.key}
          onChange={draft.setKey}
          isRequired
          autoFocus
          spellCheck="false"
          error={problemOf("key")}
        />
      )}
      <PreferenceValue
        name={draft.key.trim()}
        value={draft.value}
        stored={stored}
        onChange={draft.setValue}
        error={problemOf("value")}
      />
      {found ? <Found found={found} isNew={stored === null} /> : null}
      {error && error.field === null ? (
        <ErrorNote
          error={error}
          onRetry={() => void save()}
          note={t("forms.failed.nothingSaved")}
        />
      ) : null}
      <div className={styles.formButtons}>
        <Button variant="quiet" onPress={draft.cancel}>
          {t("common.cancel")}
        </Button>
        <Button type="submit" isDisabled={isSending}>
          {isSending
            ? t("preferenceEdit.saving")
            : t(found?.theirs != null ? "preferenceEdit.replace" : "preferenceEdit.save")}
        </Button>
      </div>
    </form>
  );
}

/** Something else is stored than the form knew. */
function Found({ found, isNew }: { found: PreferenceFound; isNew: boolean }) {
  const { t } = useTranslation();
  const { key, theirs } = found;
  const kind = theirs === null ? "gone" : isNew ? "exists" : "changed";
  return (
    <p role="alert" className={styles.found}>
      {t(`preferenceEdit.${kind}`, { key, value: theirs })}
    </p>
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
