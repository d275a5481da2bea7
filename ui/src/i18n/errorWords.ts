import type { TFunction } from "i18next";
import type { CommandError } from "../bridge/bindings";

/** What is said of an error: what happened, where (if that helps), and what to do. */
export type ErrorWords = { what: string; where: string | null; todo: string };

/** The words for an error in the reader's language. */
export function errorWords(t: TFunction, error: CommandError): ErrorWords {
  const params: Partial<Record<string, string>> = error.params;
  return {
    what: t(`errors.${error.code}.what`, params),
    where: error.params.path ? t("errorPlace.path", { path: error.params.path }) : null,
    todo: t(`errors.${error.code}.todo`, params),
  };
}
