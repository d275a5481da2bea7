import { useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { unlock } from "../api/security";
import type { CommandError } from "../bridge/bindings";
import { toCommandError } from "../bridge/errors";
import { Button } from "../kit/Button";
import { ErrorNote } from "../kit/ErrorNote";
import { PasswordField } from "../kit/PasswordField";
import { LockedPage } from "./LockedPage";
import styles from "./LockedPage.module.css";
import { RecoverPage } from "./RecoverPage";

/** Asks for the passphrase of the app lock. */
export function UnlockPage() {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [passphrase, setPassphrase] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<CommandError | null>(null);
  const [isForgotten, setIsForgotten] = useState(false);
  const isWrong = error?.code === "wrongPassphrase";

  async function send(event: FormEvent) {
    event.preventDefault();
    if (isSending) return;
    setIsMissing(passphrase === "");
    if (passphrase === "") return;
    setError(null);
    setIsSending(true);
    try {
      await unlock(client, passphrase);
    } catch (thrown) {
      setError(toCommandError(thrown));
    } finally {
      // Wrong or right, it is typed anew.
      setPassphrase("");
      setIsSending(false);
    }
  }

  if (isForgotten) return <RecoverPage why="forgotten" onOther={() => setIsForgotten(false)} />;
  const wrong = isWrong ? t("unlock.wrong") : null;
  return (
    <LockedPage title={t("unlock.title")} text={t("unlock.text")}>
      <form className={styles.form} noValidate autoComplete="off" onSubmit={send}>
        <PasswordField
          label={t("unlock.label")}
          isRequired
          autoFocus
          value={passphrase}
          onChange={(typed) => {
            setPassphrase(typed);
            setIsMissing(false);
          }}
          error={isMissing ? t("unlock.required") : passphrase === "" ? wrong : null}
        />
        <div className={styles.buttons}>
          <Button variant="primary" type="submit" isDisabled={isSending}>
            {isSending ? t("unlock.sending") : t("unlock.submit")}
          </Button>
          <Button variant="quiet" onPress={() => setIsForgotten(true)}>
            {t("unlock.forgotten")}
          </Button>
        </div>
      </form>
      {error && !isWrong ? <ErrorNote error={error} /> : null}
    </LockedPage>
  );
}
