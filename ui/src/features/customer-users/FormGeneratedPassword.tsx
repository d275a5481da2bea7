import { Check, Copy } from "lucide-react";
import { useId, useState } from "react";
import { useTranslation } from "react-i18next";
import { copySecret } from "../../api/forms";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorNote } from "../../kit/ErrorNote";
import styles from "./FormGeneratedPassword.module.css";

type Props = {
  /** What the person is called, and the username that goes with the password. */
  name: string;
  login: string;
  password: string;
  onClose: () => void;
};

/** Shows a generated password, this once. */
export function FormGeneratedPassword({ name, login, password, onClose }: Props) {
  const { t } = useTranslation();
  const labelId = useId();
  const [isCopied, setIsCopied] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const copy = () => {
    setError(null);
    copySecret(password).then(() => setIsCopied(true), setError);
  };

  return (
    <Dialog
      title={t("forms.password.generated.title")}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t("forms.password.generated.close")}</Button>
          <Button variant="primary" icon={<Copy aria-hidden="true" />} autoFocus onPress={copy}>
            {t("forms.password.generated.copy")}
          </Button>
        </>
      }
    >
      <p>{t("forms.password.generated.text", { name, login })}</p>
      <span id={labelId} hidden>
        {t("forms.password.generated.label")}
      </span>
      <output aria-labelledby={labelId} className={styles.password}>
        {password}
      </output>
      <p role="status" className={styles.copied}>
        {isCopied ? (
          <>
            <Check aria-hidden="true" />
            {t("forms.password.generated.copied")}
          </>
        ) : null}
      </p>
      {error ? <ErrorNote error={error} onRetry={copy} /> : null}
    </Dialog>
  );
}
