import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { PreferenceDraftRequest, PreferenceSetView } from "../bridge/bindings";
import { commands } from "../bridge/bridge";
import type { RecordSearch } from "./search";

/** The search in customer users, page by page. */
export const customerUserSearch: RecordSearch<"customerUsers"> = {
  topic: "customerUsers",
  start: (request) => commands.customerUsersSearchStart(request),
  page: (request) => commands.customerUsersSearchPage(request),
};

/** One customer user with all mapped values; `null` when there is none of that login. */
export const customerUserFind = (login: string) =>
  queryOptions({
    queryKey: ["customerUsers", "find", login],
    queryFn: () => commands.customerUserFind(login),
  });

/** Everything that a directory has of a customer user; `null` when the entry is not there any more. */
export const customerUserEntry = (source: string, login: string) =>
  queryOptions({
    queryKey: ["customerUsers", "entry", source, login],
    queryFn: () => commands.customerUserEntry(source, login),
  });

/** What OTOBO remembers of a customer user, without the secrets. */
export const customerUserPreferences = (login: string) =>
  queryOptions({
    queryKey: ["customerUsers", "preferences", login],
    queryFn: () => commands.customerUserPreferences(login),
  });

/** What may stand under which keys of preferences; under all others any text. */
export const preferenceForms = () =>
  queryOptions({
    queryKey: ["customerUsers", "preferenceForms"],
    queryFn: () => commands.customerUserPreferenceForms(),
  });

/**
 * Stores a preference, or takes it away, over what was read of it. What is stored then is shown at once,
 * whoever stored it.
 */
export async function setPreference(
  client: QueryClient,
  login: string,
  request: PreferenceDraftRequest,
): Promise<PreferenceSetView> {
  const answer = await commands.customerUserPreferenceSet(login, request);
  // What somebody else took away stays in sight as long as somebody types in its place.
  if (answer.kind === "saved" || answer.theirs !== null) {
    client.setQueryData(customerUserPreferences(login).queryKey, answer.preferences);
  }
  return answer;
}

/** Tests a login. A plain call: the query cache would keep the password. */
export const testLogin = (login: string, typed: string, password: string) =>
  commands.customerUserTestLogin(login, typed, password);
