import { useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { testLogin } from "../../api/customerUsers";
import type { CustomerUserView, LoginTestView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorNote } from "../../kit/ErrorNote";
import { PasswordField } from "../../kit/PasswordField";
import { Progress } from "../../kit/Progress";
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
  const { login } = record;
  const name = record.displayName || login;
  const [password, setPassword] = useState("");
  const [isTesting, setIsTesting] = useState(false);
  const [result, setResult] = useState<LoginTestView | null>(null);
  const [error, setError] = useState<unknown>(null);
  const form = useRef<HTMLFormElement>(null);

  function test() {
    if (isTesting) return;
    setIsTesting(true);
    setResult(null);
    setError(null);
    testLogin(login, password)
      .then(setResult, setError)
      .finally(() => setIsTesting(false));
  }

  // After an answer the next password can be typed at once.
  useEffect(() => {
    if (result) form.current?.querySelector("input")?.select();
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
      <p>{t("loginTest.text", { login })}</p>
      <form
        ref={form}
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          test();
        }}
      >
        <PasswordField
          label={t("loginTest.password")}
          value={password}
          onChange={setPassword}
          isReadOnly={isTesting}
          autoFocus
        />
      </form>
      <div role="status" className={styles.outcome}>
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
