import { queryOptions } from "@tanstack/react-query";
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
