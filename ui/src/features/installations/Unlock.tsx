import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import {
  installationConnection,
  lookForPassword,
  unlockInstallation,
} from "../../api/installations";
import type { InstallationView, Keeping } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorNote } from "../../kit/ErrorNote";
import { FormPlace } from "../../kit/FormInstead";
import { PasswordField } from "../../kit/PasswordField";
import { Waiting } from "../../kit/Waiting";
import styles from "./Unlock.module.css";

type Props = {
  installation: InstallationView;
  onChange: () => void;
  /** Called once the password is kept. */
  onUnlocked?: () => void;
};

/** Asks for the password of an installation: it is not known any more, or the server does not take it. */
export function Unlock({ installation, onChange, onUnlocked }: Props) {
  const { t } = useTranslation();
  const reached = useQuery(installationConnection(installation.id));
  if (reached.isPending) return <Waiting />;
  const connection = reached.data;
  return (
    <FormPlace>
      <EmptyState
        heading="h1"
        title={t("installations.unlock.title", { name: installation.name })}
        text={t(`installations.unlock.${whyOf(installation)}`)}
      >
        <UnlockForm
          installation={installation}
          label={t("installations.unlock.label", {
            user: connection?.user ?? "",
            host: connection?.hosts ?? installation.place,
          })}
          onChange={onChange}
          onUnlocked={onUnlocked}
        />
      </EmptyState>
    </FormPlace>
  );
}

/** Why the password is asked for. */
function whyOf({ secret, keyring }: InstallationView): "again" | "noKeyring" | "text" {
  if (secret !== "missing") return "again";
  return keyring === "absent" ? "noKeyring" : "text";
}

type FormProps = {
  installation: InstallationView;
  label: string;
  onChange: () => void;
  onUnlocked: (() => void) | undefined;
};

function UnlockForm({ installation, label, onChange, onUnlocked }: FormProps) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [password, setPassword] = useState("");
  const [isMissing, setIsMissing] = useState(false);
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const [isUntried, setIsUntried] = useState(false);

  async function send(keeping: Keeping) {
    if (isSending) return;
    setIsMissing(password === "");
    if (password === "") return;
    setError(null);
    setIsUntried(false);
    setIsSending(true);
    try {
      const answer = await unlockInstallation(client, installation.id, password, keeping);
      // What could not be tried may yet be kept; nothing else stays here.
      if (answer.kind !== "unreached") setPassword("");
      if (answer.kind === "kept") onUnlocked?.();
      else setError(answer.error);
      setIsUntried(answer.kind === "unreached");
    } catch (thrown) {
      setPassword("");
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
        void send("onceItWorks");
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
        {whyOf(installation) === "noKeyring" ? (
          <Button onPress={() => void lookForPassword(client)}>{t("common.retry")}</Button>
        ) : null}
        <Button variant="quiet" onPress={onChange}>
          {t("installations.unlock.change")}
        </Button>
      </div>
      {error ? <ErrorNote error={error} /> : null}
      {isUntried ? (
        <>
          <p>{t("installations.unlock.unreached")}</p>
          <div className={styles.buttons}>
            <Button isDisabled={isSending} onPress={() => void send("anyway")}>
              {t("installations.unlock.keepAnyway")}
            </Button>
          </div>
        </>
      ) : null}
    </form>
  );
}
