import { createContext, useContext } from "react";
import { useTranslation } from "react-i18next";
import type { CommandError } from "../bridge/bindings";
import { CodeCopy } from "./CodeCopy";

/** The statement that helps against an error, for the database's administrator; `null` where none does. */
export type StatementOf = (error: CommandError) => string | null;

/** The app provides it, since the kit knows no installation. */
export const StatementContext = createContext<StatementOf>(() => null);

/** What the database's administrator can run against an error, ready to be copied. */
export function ErrorStatement({ error }: { error: CommandError }) {
  const { t } = useTranslation();
  const statement = useContext(StatementContext)(error);
  if (!statement) return null;
  return <CodeCopy code={statement} label={t("installations.test.statement")} />;
}
