import { type QueryClient, queryOptions } from "@tanstack/react-query";
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

/** What OTOBO remembers of a customer user, without the secrets. */
export const customerUserPreferences = (login: string) =>
  queryOptions({
    queryKey: ["customerUsers", "preferences", login],
    queryFn: () => commands.customerUserPreferences(login),
  });

/**
 * Stores a preference, or takes it away with `null`; what is stored then is shown at once.
 * Answers with the types of OTOBO’s cache that are stale now.
 */
export async function setPreference(
  client: QueryClient,
  login: string,
  key: string,
  value: string | null,
): Promise<readonly string[]> {
  const stored = await commands.customerUserPreferenceSet(login, key, value);
  client.setQueryData(customerUserPreferences(login).queryKey, stored.preferences);
  return stored.staleCaches;
}

/** Tests a login. A plain call: the query cache would keep the password. */
export const testLogin = (login: string, typed: string, password: string) =>
  commands.customerUserTestLogin(login, typed, password);
