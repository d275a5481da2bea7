import { useQuery } from "@tanstack/react-query";
import { type ReactNode, useCallback } from "react";
import { appStart } from "../api/app";
import { installationConnection } from "../api/installations";
import type { CommandError, ErrorCode } from "../bridge/bindings";
import { statementAgainst } from "../features/installations/statements";
import { StatementContext } from "../kit/ErrorStatement";

/** What only the database's administrator can mend, and a statement can. */
const ofAdministrators: ReadonlySet<ErrorCode> = new Set(["grantMissing", "writeGrantMissing"]);

/** Gives every error note the statement that helps, made for the installation that is shown. */
export function Statements({ children }: { children: ReactNode }) {
  const installation = useQuery({ ...appStart(), enabled: false }).data?.installation;
  const connection = useQuery({
    ...installationConnection(installation?.id ?? ""),
    enabled: installation?.kind === "otobo",
  }).data;
  const statementOf = useCallback(
    ({ code, params }: CommandError) => {
      if (!connection || !ofAdministrators.has(code)) return null;
      const { user, database, table } = params as Partial<Record<string, string>>;
      // A source may have a database of its own.
      const of = {
        ...connection,
        user: user || connection.user,
        database: database || connection.database,
      };
      return statementAgainst(code, of, table);
    },
    [connection],
  );
  return <StatementContext value={statementOf}>{children}</StatementContext>;
}
