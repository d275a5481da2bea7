import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { installationConnection, unlockInstallation } from "../../api/installations";
import type { InstallationView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorNote } from "../../kit/ErrorNote";
import { FormPlace } from "../../kit/FormInstead";
import { PasswordField } from "../../kit/PasswordField";
import { Waiting } from "../../kit/Waiting";
import styles from "./Unlock.module.css";

type Props = { installation: InstallationView; onChange: () => void };

/** Stands in every view of an installation whose password is not known any more. */
export function Unlock({ installation, onChange }: Props) {
  const { t } = useTranslation();
  const reached = useQuery(installationConnection(installation.id));
  if (reached.isPending) return <Waiting />;
  const connection = reached.data;
  return (
    <FormPlace>
      <EmptyState
        heading="h1"
        title={t("installations.unlock.title", { name: installation.name })}
        text={t("installations.unlock.text")}
      >
        <UnlockForm
          id={installation.id}
          label={t("installations.unlock.label", {
            user: connection?.user ?? "",
            host: connection?.hosts ?? installation.place,
          })}
          onChange={onChange}
        />
      </EmptyState>
    </FormPlace>
  );
}

type FormProps = { id: string; label: string; onChange: () => void };

function UnlockForm({ id, label, onChange }: FormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<unknown>(null);

  async function send() {
    if (isSending) return;
    setIsMissing(password === "");
    if (password === "") return;
    const sent = password;
    // Whatever comes of it, it is not kept here.
    setPassword("");
    setError(null);
    setIsSending(true);
    try {
      await unlockInstallation(client, id, sent);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setIsSending(false);
    }
  }

  return (
    <form
      className={styles.form}
      noValidate
      autoComplete="off"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <PasswordField
        label={label}
        isRequired
        autoFocus
        value={password}
        onChange={(typed) => {
          setPassword(typed);
          setIsMissing(false);
        }}
        error={isMissing ? t("installations.unlock.required") : null}
      />
      <div className={styles.buttons}>
        <Button variant="primary" type="submit" isDisabled={isSending}>
          {isSending ? t("installations.unlock.sending") : t("installations.unlock.submit")}
        </Button>
        <Button variant="quiet" onPress={onChange}>
          {t("installations.unlock.change")}
        </Button>
      </div>
      {error ? <ErrorNote error={error} /> : null}
    </form>
  );
}
