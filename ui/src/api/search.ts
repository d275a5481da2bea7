import { keepPreviousData, type QueryClient, queryOptions } from "@tanstack/react-query";
import {
  type CustomerPage,
  type CustomerUserPage,
  firstPage,
  type PageRequest,
  type SearchRequest,
  type SearchStarted,
  type StandingView,
  type TotalView,
} from "../bridge/bindings";
import { commands } from "../bridge/bridge";

/** A page of rows behind the first one, fetched by position. */
const pageSize = 100;

/** The page that the row of a position is on: the first one is short, so that it is there at once. */
export const pageOf = (index: number) =>
  index < firstPage ? 0 : 1 + Math.floor((index - firstPage) / pageSize);

/** The position of the first row of a page. */
export const startOf = (page: number) => (page === 0 ? 0 : firstPage + (page - 1) * pageSize);

/** Pages of one search that stay in memory; older ones are fetched again when scrolled to. */
const keptPages = 20;

type PageOf = { customerUsers: CustomerUserPage; customers: CustomerPage };

/** The topics whose records can be searched. */
export type SearchTopic = keyof PageOf;

/** A row of a topic's list. */
export type RowOf<T extends SearchTopic> = PageOf[T]["rows"][number];

/** How the records of a topic are searched. */
export type RecordSearch<T extends SearchTopic> = {
  topic: T;
  start: (request: SearchRequest) => Promise<SearchStarted<PageOf[T]>>;
  page: (request: PageRequest) => Promise<PageOf[T]>;
};

/** A search that has begun: its id, its first rows, what is known of their number, and whose they are. */
export type OpenSearch<T extends SearchTopic> = StandingView & {
  search: string;
  /** What is searched for, and where. */
  wanted: Wanted;
  rows: readonly RowOf<T>[];
  total: TotalView;
};

/** What is searched for; how many rows come at first is the list's own business. */
export type Wanted = Omit<SearchRequest, "size">;

/** Starts a search and brings its first rows. The rows of the search before stay until these are there. */
export const searchOpened = <T extends SearchTopic>(of: RecordSearch<T>, request: Wanted) =>
  queryOptions({
    queryKey: [of.topic, "search", request],
    queryFn: async ({ signal }): Promise<OpenSearch<T>> => {
      const { search, first } = await of.start({ ...request, size: firstPage });
      endWhenLeft(search, signal);
      return { search, wanted: request, ...(first ?? (await firstRows(of, search))) };
    },
    placeholderData: keepPreviousData,
    // A search lives in the core only until the next one of its place: it cannot be read on later.
    gcTime: 0,
  });

async function firstRows<T extends SearchTopic>(
  of: RecordSearch<T>,
  search: string,
): Promise<Omit<OpenSearch<T>, "search" | "wanted">> {
  const { start: _, ...first } = await of.page({ search, start: 0, size: firstPage });
  return first;
}

/** Waits for a source that lags behind, and brings the first rows of the list that it has joined. */
export const searchGrown = <T extends SearchTopic>(
  of: RecordSearch<T>,
  { search, revision }: Pick<OpenSearch<T>, "search" | "revision">,
) =>
  queryOptions({
    queryKey: ["growth", search, revision],
    queryFn: async () => {
      await commands.searchGrown(search, revision);
      return firstRows(of, search);
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** For how long the next search of a place may stay away, in milliseconds. */
const succession = 100;

/**
 * Ends in the core the searches that nobody looks at any more; gives the way to stop. The next search of a place
 * ends the one before by itself: with each letter a call would only stand in the way of the rows.
 */
export function endLeftSearches(client: QueryClient): () => void {
  const cache = client.getQueryCache();
  let isOver = false;
  const unsubscribe = cache.subscribe(({ type, query }) => {
    const left: unknown = query.state.data;
    if (type !== "removed" || !isOpenSearch(left)) return;
    setTimeout(() => {
      if (isOver) return;
      const others = cache.findAll({ queryKey: query.queryKey.slice(0, 2) });
      const open = others.map((other): unknown => other.state.data).filter(isOpenSearch);
      if (open.some(({ wanted }) => wanted.place === left.wanted.place)) return;
      endSearch(left.search);
    }, succession);
  });
  return () => {
    isOver = true;
    unsubscribe();
  };
}

/** The same for a search whose first rows are not there yet. */
function endWhenLeft(search: string, signal: AbortSignal): void {
  if (signal.aborted) endSearch(search);
  else signal.addEventListener("abort", () => endSearch(search));
}

/** Nobody waits for the answer: what cannot be ended here ends with the next search of its place. */
function endSearch(search: string): void {
  commands.searchCancel(search).catch(() => null);
}

function isOpenSearch(data: unknown): data is OpenSearch<SearchTopic> {
  return typeof data === "object" && data !== null && "search" in data;
}

/** The n-th page of an open search, of those behind the first one, as its list is at a revision. */
export const searchPage = <T extends SearchTopic>(
  of: RecordSearch<T>,
  { search, revision }: Pick<OpenSearch<T>, "search" | "revision">,
  page: number,
) =>
  queryOptions({
    queryKey: ["pages", of.topic, search, revision, page],
    queryFn: () => of.page({ search, start: startOf(page), size: pageSize }),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** For how long the rows are left alone before their number is asked for, in milliseconds: they are being painted. */
const countAfter = 30;

/**
 * The exact number of hits, and which sources it is without; it never holds the rows back. Counting asks
 * sources that no page has come to yet: what a page says of them is newer afterwards.
 */
export const searchCount = <T extends SearchTopic>(
  of: RecordSearch<T>,
  { search, revision }: Pick<OpenSearch<T>, "search" | "revision">,
) =>
  queryOptions({
    queryKey: ["counts", search, revision],
    queryFn: async () => {
      await new Promise((begin) => setTimeout(begin, countAfter));
      const count = await commands.searchCount(search);
      const { missing, cuts, away, partly } = await of.page({ search, start: 0, size: 1 });
      return { count, missing, cuts, away, partly };
    },
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Forgets all pages but the newest ones, and all of searches that ended. */
export function forgetOldPages(client: QueryClient, topic: SearchTopic, search: string): void {
  const cache = client.getQueryCache();
  const idle = cache.findAll({ queryKey: ["pages", topic], type: "inactive" });
  const ended = idle.filter((query) => query.queryKey[2] !== search);
  const current = idle.filter((query) => query.queryKey[2] === search);
  current.sort((a, b) => b.state.dataUpdatedAt - a.state.dataUpdatedAt);
  for (const query of [...ended, ...current.slice(keptPages)]) cache.remove(query);
}
