import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import { commands } from "../bridge/bridge";
import type { RecordSearch } from "./search";

/** The search in customers, page by page. */
export const customerSearch: RecordSearch<"customers"> = {
  topic: "customers",
  start: (request) => commands.customersSearchStart(request),
  page: (request) => commands.customersSearchPage(request),
};

/** One customer with all mapped values; `null` when there is none of that ID. */
export const customerFind = (customerId: string) =>
  queryOptions({
    queryKey: ["customers", "find", customerId],
    queryFn: () => commands.customerFind(customerId),
  });

/** Valid customers for a form's field, best first, at most 20. */
export const customerSuggest = (term: string) =>
  queryOptions({
    queryKey: ["customers", "suggest", term],
    queryFn: () => commands.customerSuggest(term),
    placeholderData: keepPreviousData,
  });
