import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { leastCharacters, recover } from "../api/security";
import type { RecoveryView } from "../bridge/bindings";
import { Button } from "../kit/Button";
import { ErrorNote } from "../kit/ErrorNote";
import { PasswordField } from "../kit/PasswordField";
import { TextField } from "../kit/TextField";
import { useShortcuts } from "../lib/useShortcuts";
import { LockedPage } from "./LockedPage";
import styles from "./LockedPage.module.css";

type Props = {
  /** What keeps the local directory closed. */
  why: "keyGone" | "forgotten";
  /** The other way in: another try, or the passphrase after all. */
  onOther: () => void;
};

/** Asks for the recovery code of the local directory. */
export function RecoverPage({ why, onOther }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [code, setCode] = useState("");
  const [passphrase, setPassphrase] = useState("");
  const [answer, setAnswer] = useState<RecoveryView | null>(null);
  const [asksPassphrase, setAsksPassphrase] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function send(event: FormEvent) {
    event.preventDefault();
    if (isSending) return;
    setError(null);
    setIsSending(true);
    try {
      const said = await recover(client, code, asksPassphrase ? passphrase : null);
      setAnswer(said);
      if (said.kind === "needsPassphrase") setAsksPassphrase(true);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setIsSending(false);
    }
  }

  const length = [...passphrase].length;
  const isShort = answer?.kind === "needsPassphrase" && length > 0 && length < leastCharacters;
  const isForgotten = why === "forgotten";
  // Not over a code that was begun: 65 letters are not typed twice
  useShortcuts(isForgotten && code === "" ? { Escape: onOther } : {});
  return (
    <LockedPage
      title={t(isForgotten ? "recover.forgottenTitle" : "recover.title")}
      text={t(isForgotten ? "recover.forgottenText" : "recover.text")}
    >
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
        {asksPassphrase ? (
          <PasswordField
            label={t("recover.passphrase")}
            isRequired
            autoFocus
            autoComplete="new-password"
            value={passphrase}
            onChange={setPassphrase}
            hint={t("recover.passphraseHint", { least: leastCharacters })}
            error={
              isShort ? t("security.lock.short", { count: length, least: leastCharacters }) : null
            }
          />
        ) : null}
        <div className={styles.buttons}>
          <Button variant="primary" type="submit" isDisabled={isSending}>
            {isSending ? t("recover.sending") : t("recover.submit")}
          </Button>
          <Button variant="quiet" onPress={onOther}>
            {t(isForgotten ? "recover.back" : "recover.retry")}
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
