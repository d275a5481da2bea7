import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { recover } from "../api/security";
import type { RecoveryView } from "../bridge/bindings";
import { Button } from "../kit/Button";
import { ErrorNote } from "../kit/ErrorNote";
import { TextField } from "../kit/TextField";
import { LockedPage } from "./LockedPage";
import styles from "./LockedPage.module.css";

/** Asks for the recovery code of the local directory, whose key is gone. */
export function RecoverPage({ onRetry }: { onRetry: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [code, setCode] = useState("");
  const [answer, setAnswer] = useState<RecoveryView | null>(null);
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (isSending) return;
    setError(null);
    setIsSending(true);
    try {
      setAnswer(await recover(client, code));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setIsSending(false);
    }
  }

  return (
    <LockedPage title={t("recover.title")} text={t("recover.text")}>
      <form className={styles.form} noValidate autoComplete="off" onSubmit={send}>
        <TextField
          label={t("recover.label")}
          isRequired
          autoFocus
          autoComplete="off"
          spellCheck="false"
          value={code}
          onChange={(typed) => {
            setCode(typed);
            setAnswer(null);
          }}
          hint={t("recover.hint")}
          error={useWhatIsWrong(answer)}
        />
        <div className={styles.buttons}>
          <Button variant="primary" type="submit" isDisabled={isSending}>
            {isSending ? t("recover.sending") : t("recover.submit")}
          </Button>
          <Button variant="quiet" onPress={onRetry}>
            {t("recover.retry")}
          </Button>
        </div>
      </form>
      {error ? <ErrorNote error={error} /> : null}
    </LockedPage>
  );
}

function useWhatIsWrong(answer: RecoveryView | null): string | null {
  const { t } = useTranslation();
  switch (answer?.kind) {
    case "length":
      return t("recover.length", { count: answer.letters, wanted: answer.wanted });
    case "mistyped":
      return t("recover.mistyped", { group: answer.group });
    case "ofAnother":
      return t("recover.ofAnother");
    default:
      return null;
  }
}
