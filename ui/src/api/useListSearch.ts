import { useQueryClient } from "@tanstack/react-query";
import type { OrderRequest } from "../bridge/bindings";
import type { ListPlace } from "../lib/listPlace";
import { useTypedTerm } from "../lib/useTypedTerm";
import { type RecordSearch, type SearchTopic, searchOpened } from "./search";
import { type Found, useSearch } from "./useSearch";
import { useSettings } from "./useSettings";

/** Where a list is, and how it goes to another place. */
type Placed = {
  place: ListPlace;
  onPlace: (change: Partial<ListPlace>) => void;
  /** The field behind a column that can be sorted by. */
  sortField: (column: string) => string;
  /** The sources that there are. */
  sources: readonly { id: string }[];
};

/** What is searched in a list, what was found, and the ways to search for something else. */
export type ListSearch<T extends SearchTopic> = {
  typed: string;
  onTyped: (term: string) => void;
  includeInvalid: boolean;
  onIncludeInvalid: (include: boolean) => void;
  source: Found<T>;
};

/** How long nothing must be typed before the address says what was, in milliseconds. */
const pause = 250;

/** The search of a list: follows each letter, the place that the route names, and what was chosen last. */
export function useListSearch<T extends SearchTopic>(
  of: RecordSearch<T>,
  { place, onPlace, sortField, sources }: Placed,
): ListSearch<T> {
  const { settings, change } = useSettings();
  const client = useQueryClient();
  const toRoute = (q: string) => onPlace({ q, sort: undefined });
  // Who types leaves a sorted list at once.
  const [typed, type] = useTypedTerm(place.q, toRoute, place.sort ? 0 : pause);
  const includeInvalid = place.invalid ?? settings.includeInvalid;
  const wanted = {
    includeInvalid,
    order: orderOf(place, sortField),
    sources: sourcesOn(sources, place.off),
    asOtobo: place.otobo ?? false,
    everywhere: place.everywhere ?? false,
  };
  const source = useSearch(of, { ...wanted, term: typed });
  const onTyped = (term: string) => {
    if (term === typed) return;
    // Begun before the letter is drawn: the core searches meanwhile.
    void client.prefetchQuery(searchOpened(of, { ...wanted, term, place: "list" }));
    type(term);
  };
  return {
    typed,
    onTyped,
    includeInvalid,
    onIncludeInvalid: (invalid) => {
      change({ includeInvalid: invalid });
      onPlace({ invalid });
    },
    source,
  };
}

/** The sources that take part; `null` for all. Where each is switched off, the place is of another installation. */
function sourcesOn(sources: Placed["sources"], off: readonly string[]): string[] | null {
  const on = sources.map(({ id }) => id).filter((id) => !off.includes(id));
  return on.length === 0 || on.length === sources.length ? null : on;
}

function orderOf({ sort }: ListPlace, sortField: Placed["sortField"]): OrderRequest {
  if (!sort) return { kind: "best" };
  return { kind: "field", var: sortField(sort.column), descending: sort.descending };
}
