import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  changePassphrase,
  leastCharacters,
  restartNow,
  turnLockOff,
  turnLockOn,
} from "../../api/security";
import type { CommandError, SecurityView } from "../../bridge/bindings";
import { toCommandError } from "../../bridge/errors";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorNote } from "../../kit/ErrorNote";
import { PasswordField } from "../../kit/PasswordField";
import { useToast } from "../../kit/Toast";
import styles from "./Security.module.css";

/** What is done to the lock. */
export type LockStep = "turnOn" | "change" | "turnOff";

type Props = { step: LockStep; view: SecurityView; onClose: () => void };

const done = { turnOn: "turnedOn", change: "changed", turnOff: "turnedOff" } as const;

/** Asks for the passphrases that a change of the lock needs. */
export function LockDialog({ step, view, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const [again, setAgain] = useState("");
  const [wasSent, setWasSent] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<CommandError | null>(null);

  const asksCurrent = step !== "turnOn";
  const asksNew = step !== "turnOff";
  const length = [...fresh].length;
  const isShort = asksNew && length < leastCharacters;
  const differs = asksNew && fresh !== again;
  const isMissing = asksCurrent && current === "";
  const isWrong = error?.code === "wrongPassphrase";
  // Files that are still plain are encrypted at the next start, and not in between.
  const restarts = step === "turnOn" && view.ownStore === "plain";

  async function send() {
    setWasSent(true);
    if (isSending || isShort || differs || isMissing) return;
    setError(null);
    setIsSending(true);
    try {
      if (step === "turnOn") await turnLockOn(client, fresh);
      if (step === "change") await changePassphrase(current, fresh);
      if (step === "turnOff") await turnLockOff(client, current);
      if (restarts) await restartNow();
      toast(t(`security.lock.${done[step]}`));
      onClose();
    } catch (thrown) {
      setError(toCommandError(thrown));
      setIsSending(false);
    }
  }

  const currentError =
    wasSent && isMissing ? t("security.lock.required") : isWrong ? t("security.lock.wrong") : null;
  return (
    <Dialog
      title={t(`security.lock.${step}`)}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onPress={onClose}>
            {t("common.cancel")}
          </Button>
          <Button variant="primary" isDisabled={isSending} onPress={() => void send()}>
            {isSending ? t("security.lock.sending") : t(`security.lock.${step}`)}
          </Button>
        </>
      }
    >
      <form
        className={styles.form}
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {asksCurrent ? (
          <PasswordField
            label={t("security.lock.current")}
            isRequired
            autoFocus
            value={current}
            onChange={(typed) => {
              setCurrent(typed);
              setError(null);
            }}
            error={currentError}
          />
        ) : null}
        {asksNew ? (
          <>
            <PasswordField
              label={t("security.lock.new")}
              isRequired
              autoFocus={!asksCurrent}
              autoComplete="new-password"
              value={fresh}
              onChange={setFresh}
              hint={t("security.lock.hint", { least: leastCharacters })}
              error={
                wasSent && isShort
                  ? t("security.lock.short", { count: length, least: leastCharacters })
                  : null
              }
            />
            <PasswordField
              label={t("security.lock.again")}
              isRequired
              autoComplete="new-password"
              value={again}
              onChange={setAgain}
              error={wasSent && !isShort && differs ? t("security.lock.differs") : null}
            />
            <p className={styles.small}>{t("security.lock.forgotten")}</p>
          </>
        ) : null}
        {restarts ? <p className={styles.small}>{t("security.lock.restarts")}</p> : null}
        <button type="submit" hidden />
      </form>
      {error && !isWrong ? <ErrorNote error={error} /> : null}
    </Dialog>
  );
}
