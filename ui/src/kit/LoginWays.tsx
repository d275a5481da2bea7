import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { CommandError, ErrorCode } from "../bridge/bindings";
import { Button } from "./Button";

/** Where somebody goes whose login was refused; whoever draws the rooms knows. */
export type LoginWays = {
  /** To the password of the installation. */
  onPassword: () => void;
  /** To the form of its connection. */
  onConnection: () => void;
  /** To the form of a source with a database of its own, which has both. */
  onSource: (id: string) => void;
  /** Tells the core that a person asks, and waits until it has. */
  onAct: () => Promise<unknown>;
};

/** `null` where there is nothing to go to, as in the forms themselves. */
export const LoginWaysContext = createContext<LoginWays | null>(null);

/** Errors that only another password, or another connection, mends. */
const ofLogin: ReadonlySet<ErrorCode> = new Set([
  "refusedLogin",
  "hostNotAllowed",
  "passwordMissing",
]);

/** Errors of a server that is not reached, or not spoken to, as its connection says. */
const ofConnection: ReadonlySet<ErrorCode> = new Set([
  "hostUnknown",
  "hostElsewhere",
  "hostUnreachable",
  "serverSilent",
  "databaseUnknown",
  "databaseHidden",
  "tlsUnavailable",
  "tlsRequired",
  "tlsFailed",
  "certificateName",
  "certificateExpired",
  "certificateUntrusted",
  "certificateSelfSigned",
  "certificateFile",
  "directoryBaseMissing",
]);

/** Whether it is the login of the installation that is refused, not that of a source's own database. */
export function isOfInstallation({ code, params }: CommandError): boolean {
  return ofLogin.has(code) && !params.source;
}

/** Errors after which the core tries nothing until a person does something. */
const needsAPerson: ReadonlySet<ErrorCode> = new Set([...ofLogin, "keyringLocked"]);

/** Another try after such errors: the core is told first that it is a person who asks. */
export function usePersonalRetry(errors: readonly CommandError[], retry: () => void): () => void {
  const ways = useContext(LoginWaysContext);
  if (!ways || !errors.some(({ code }) => needsAPerson.has(code))) return retry;
  return () => void ways.onAct().then(retry, retry);
}

/** The ways out for a login that was refused; nothing for any other error. */
export function LoginWaysOut({ error }: { error: CommandError }) {
  const { t } = useTranslation();
  const ways = useContext(LoginWaysContext);
  if (!ways || !ofLogin.has(error.code)) return null;
  if (error.params.source) return <ToConnection error={error} variant="primary" />;
  return (
    <>
      <Button variant="primary" onPress={ways.onPassword}>
        {t("installations.unlock.typeAgain")}
      </Button>
      <ToConnection error={error} variant="plain" />
    </>
  );
}

/** The way to a connection that leads to no server, or to the wrong one; nothing for any other error. */
export function ConnectionWayOut({ error }: { error: CommandError }) {
  return ofConnection.has(error.code) ? <ToConnection error={error} variant="plain" /> : null;
}

/** To the connection that an error is of: that of its source, or that of the installation. */
function ToConnection({ error, variant }: { error: CommandError; variant: "primary" | "plain" }) {
  const { t } = useTranslation();
  const ways = useContext(LoginWaysContext);
  const { source } = error.params;
  if (!ways) return null;
  return source ? (
    <Button variant={variant} onPress={() => ways.onSource(source)}>
      {t("installations.unlock.source", { id: source })}
    </Button>
  ) : (
    <Button variant={variant} onPress={ways.onConnection}>
      {t("installations.unlock.change")}
    </Button>
  );
}
