import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { confirmRecoveryCode, security } from "../../api/security";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorNote } from "../../kit/ErrorNote";
import { TextField } from "../../kit/TextField";
import { useToast } from "../../kit/Toast";
import { twoOf } from "../../lib/twoOf";
import styles from "./Security.module.css";

type Props = {
  /** How many groups the code has. */
  count: number;
  onBack: () => void;
  onClose: () => void;
};

/** Asks two groups of the recovery code back, so that it is sure that somebody has it. */
export function RecoveryAskBack({ count, onBack, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const view = useQuery(security()).data;
  const [numbers] = useState(() => twoOf(count));
  const [typed, setTyped] = useState<Readonly<Record<number, string>>>({});
  const [wasSent, setWasSent] = useState(false);
  const [differs, setDiffers] = useState<number | null>(null);
  const [error, setError] = useState<unknown>(null);

  async function send() {
    setWasSent(true);
    if (numbers.some((number) => !typed[number])) return;
    setError(null);
    try {
      const answers = numbers.map((number) => ({ number, text: typed[number] ?? "" }));
      const answer = await confirmRecoveryCode(client, answers);
      if (answer.kind === "differs") return setDiffers(answer.group);
      const isPlain = view?.localDirectory === "plain";
      toast(t(isPlain ? "security.recovery.doneRestart" : "security.recovery.done"));
      onClose();
    } catch (thrown) {
      setError(thrown);
    }
  }

  const wrong = (number: number) => {
    if (wasSent && !typed[number]) return t("security.recovery.required");
    return differs === number ? t("security.recovery.differs", { number }) : null;
  };
  return (
    <Dialog
      title={t("security.recovery.backTitle")}
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" onPress={onBack}>
            {t("security.recovery.back")}
          </Button>
          <Button variant="primary" onPress={() => void send()}>
            {t("security.recovery.confirm")}
          </Button>
        </>
      }
    >
      <p>{t("security.recovery.backText")}</p>
      <form
        className={styles.form}
        noValidate
        autoComplete="off"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {numbers.map((number, index) => (
          <TextField
            key={number}
            label={t("security.recovery.group", { number })}
            isRequired
            autoFocus={index === 0}
            autoComplete="off"
            spellCheck="false"
            value={typed[number] ?? ""}
            onChange={(text) => {
              setTyped((before) => ({ ...before, [number]: text }));
              setDiffers(null);
            }}
            error={wrong(number)}
          />
        ))}
        <button type="submit" hidden />
      </form>
      {error ? <ErrorNote error={error} /> : null}
    </Dialog>
  );
}
