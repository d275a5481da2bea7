import type { TFunction } from "i18next";
import type { CommandError } from "../bridge/bindings";

/** What is said of an error: what happened, where (if that helps), what to do, and the server's own words. */
export type ErrorWords = {
  what: string;
  where: string | null;
  todo: string;
  server: string | null;
};

/** The words for an error in the reader's language. */
export function errorWords(t: TFunction, error: CommandError): ErrorWords {
  const params: Partial<Record<string, string>> = error.params;
  const places = placesOf(t, params);
  return {
    what: t(`errors.${error.code}.what`, params),
    where: places.length > 0 ? places.join(" · ") : null,
    todo: t(`errors.${error.code}.todo`, params),
    server: params.server ?? null,
  };
}

/** Where it happened, from the whole to the part, as far as it is known. */
function placesOf(t: TFunction, params: Partial<Record<string, string>>): string[] {
  const { path, host, port, user, database, table, column, source } = params;
  return [
    source && t("errorPlace.source", { source }),
    host && port && t("errorPlace.serverPort", { host, port }),
    host && !port && t("errorPlace.server", { host }),
    user && t("errorPlace.user", { user }),
    database && isDn(database) && t("errorPlace.base", { base: database }),
    database && !isDn(database) && t("errorPlace.database", { database }),
    table && t("errorPlace.table", { table }),
    column && t("errorPlace.column", { column }),
    path && t("errorPlace.path", { path }),
  ].filter((place) => typeof place === "string" && place !== "") as string[];
}

/** What a directory calls the place that is asked stands where a database has its name. */
function isDn(place: string): boolean {
  return /^[a-z][\w.-]*=/i.test(place);
}
