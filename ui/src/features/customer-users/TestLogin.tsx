import { useQuery, useQueryClient } from "@tanstack/react-query";
import { TriangleAlert } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { testLogin } from "../../api/customerUsers";
import { loginPreview } from "../../api/signIn";
import type { CustomerUserView, LoginTestView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorNote } from "../../kit/ErrorNote";
import { PasswordField } from "../../kit/PasswordField";
import { Progress } from "../../kit/Progress";
import { TextField } from "../../kit/TextField";
import { classNames } from "../../lib/classNames";
import { useIsLate } from "../../lib/useIsLate";
import styles from "./TestLogin.module.css";
import { TestLoginResult } from "./TestLoginResult";

type Props = {
  record: CustomerUserView;
  onClose: () => void;
  /** To the setting that tells how passwords are stored; `null` where there is none. */
  onSetting: (() => void) | null;
  /** To a new password; `null` where none can be set. */
  onSetPassword: (() => void) | null;
};

/** A test that takes longer is one that was made to wait. */
const usual = 1500;

/** Tests whether a password lets a customer user in. What is typed goes with the dialog. */
export function TestLogin({ record, onClose, onSetting, onSetPassword }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { login } = record;
  const name = record.displayName || login;
  const preview = useQuery(loginPreview(login)).data;
  const [given, setGiven] = useState<string | null>(null);
  const [password, setPassword] = useState("");
  const [isTesting, setIsTesting] = useState(false);
  const [result, setResult] = useState<LoginTestView | null>(null);
  const [error, setError] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);
  const outcome = useRef<HTMLDivElement>(null);
  const typed = given ?? preview?.typed ?? login;
  const asksDirectory = preview !== undefined && preview.directories.length > 0;

  /** Never before it was said that a directory counts the try. */
  async function tried(): Promise<LoginTestView | null> {
    const known = preview ?? (await client.fetchQuery(loginPreview(login)));
    if (!preview && known.directories.length > 0) return null;
    return testLogin(login, given ?? known.typed, password);
  }

  function test() {
    if (isTesting) return;
    setIsTesting(true);
    setResult(null);
    setError(null);
    tried()
      .then(setResult, setError)
      .finally(() => setIsTesting(false));
  }

  // After an answer the next password can be typed at once, and in a small window the answer is in sight.
  useEffect(() => {
    if (!result) return;
    form.current?.querySelector<HTMLInputElement>("[data-password] input")?.select();
    outcome.current?.scrollIntoView({ block: "nearest" });
  }, [result]);

  return (
    <Dialog
      title={t("loginTest.title", { name })}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("common.close")}</Button>
          <Button variant="primary" isDisabled={isTesting} onPress={test}>
            {t("loginTest.run")}
          </Button>
        </>
      }
    >
      <p>
        {asksDirectory ? t("loginTest.textDirectory", { login }) : t("loginTest.text", { login })}
      </p>
      {asksDirectory ? (
        <div role="note" className={classNames(styles.verdict, styles.warn)}>
          <TriangleAlert aria-hidden="true" />
          <p>{t("loginTest.counts", { hosts: preview.directories.join(", ") })}</p>
        </div>
      ) : null}
      <form
        ref={form}
        noValidate
        className={styles.fields}
        onSubmit={(event) => {
          event.preventDefault();
          test();
        }}
      >
        {asksDirectory ? (
          <TextField
            label={t("loginTest.typed")}
            value={typed}
            onChange={setGiven}
            isReadOnly={isTesting}
            autoComplete="off"
            spellCheck="false"
            hint={typed === login ? undefined : t("loginTest.typedHint", { login })}
          />
        ) : null}
        <div data-password>
          <PasswordField
            label={t("loginTest.password")}
            value={password}
            onChange={setPassword}
            isReadOnly={isTesting}
            autoFocus
          />
        </div>
        {/* With two fields Enter needs a button that sends them. */}
        <button type="submit" hidden />
      </form>
      <div ref={outcome} role="status" className={styles.outcome}>
        {isTesting ? <Wait /> : null}
        {result ? (
          <TestLoginResult
            result={result}
            login={login}
            onSetting={onSetting}
            onSetPassword={onSetPassword}
          />
        ) : null}
      </div>
      {error ? <ErrorNote error={error} onRetry={test} /> : null}
    </Dialog>
  );
}

/** A test on its way; if it was made to wait, why. */
function Wait() {
  const { t } = useTranslation();
  const isLong = useIsLate(usual);

  return (
    <>
      <Progress
        label={t("loginTest.running")}
        done={0}
        total={null}
        words={t("loginTest.running")}
      />
      {isLong ? <p className={styles.quiet}>{t("loginTest.waiting")}</p> : null}
    </>
  );
}
