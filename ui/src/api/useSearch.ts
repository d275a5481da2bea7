import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { MissingSourceView, SearchRequest, TotalView } from "../bridge/bindings";
import {
  forgetOldPages,
  pageSize,
  type RecordSearch,
  type RowOf,
  type SearchTopic,
  searchCount,
  searchOpened,
  searchPage,
} from "./search";

/** A list that is being looked at. */
export type Found<T extends SearchTopic> = {
  /** Nothing can be shown yet. */
  waiting: boolean;
  /** What is shown belongs to the search before; the new one has not answered yet. */
  outdated: boolean;
  error: unknown;
  retry: () => void;
  /** What is known of the number of hits. */
  total: TotalView;
  /** The row at a position; `undefined` while it is being fetched. */
  rowAt: (index: number) => RowOf<T> | undefined;
  /** Tells which rows are in sight: their pages are fetched. */
  onSight: (first: number, last: number) => void;
  /** Sources that did not answer: their rows are not among these. */
  missing: readonly MissingSourceView[];
};

const allAnswered: readonly MissingSourceView[] = [];

/** How long rows must stay in sight before they are fetched: dragging the scroll bar passes thousands. */
const settleFor = 30;

/** Searches the records of a topic for a list and fetches the pages that come into sight. */
export function useSearch<T extends SearchTopic>(
  of: RecordSearch<T>,
  request: Omit<SearchRequest, "place">,
): Found<T> {
  const client = useQueryClient();
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const settled = useSettled(sight);
  const opened = useQuery(searchOpened(of, { ...request, place: "list" }));
  const search = opened.data?.search ?? "";
  const pages = useQueries({
    queries: pagesBetween(settled.first, settled.last, opened.data?.rows.length ?? 0).map((page) =>
      searchPage(of, search, page),
    ),
  });
  const count = useQuery({
    ...searchCount(search),
    enabled: opened.data?.total.kind === "atLeast" && !opened.isPlaceholderData,
  });
  // While the list is searched anew, pages of the search before cannot be had any more: no news.
  const failedPage = opened.isFetching ? undefined : pages.find((page) => page.error);

  const arrived = pages.filter((page) => page.data).length;
  useEffect(() => {
    if (arrived > 0) forgetOldPages(client, of.topic, search);
  }, [arrived, client, of.topic, search]);

  const total: TotalView =
    count.data === undefined
      ? latestTotal(opened.data?.total, pages)
      : { kind: "exact", count: count.data };

  return {
    waiting: opened.isPending,
    outdated: opened.isPlaceholderData,
    error: opened.error ?? failedPage?.error ?? null,
    retry: () => void opened.refetch(),
    total,
    rowAt: (index) => {
      const page = Math.floor(index / pageSize);
      const rows =
        page === 0
          ? opened.data?.rows
          : client.getQueryData(searchPage(of, search, page).queryKey)?.rows;
      return rows?.[index - page * pageSize];
    },
    onSight: (first, last) => setSight({ first, last }),
    missing: opened.data?.missing ?? allAnswered,
  };
}

type Sight = { first: number; last: number };

/** What is in sight, as soon as it stays. */
function useSettled(sight: Sight): Sight {
  const [settled, setSettled] = useState(sight);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(sight), settleFor);
    return () => clearTimeout(timer);
  }, [sight]);
  return settled;
}

/** The pages that hold the rows; the first page came with the search. */
function pagesBetween(first: number, last: number, opened: number): number[] {
  const pages: number[] = [];
  const from = Math.max(1, Math.floor(first / pageSize));
  for (let page = from; page <= Math.floor(last / pageSize); page++) pages.push(page);
  return opened < pageSize ? [] : pages;
}

/** The newest knowledge of the number of hits that came with the pages. */
function latestTotal(
  first: TotalView | undefined,
  pages: readonly { data: { total: TotalView } | undefined }[],
): TotalView {
  const totals = [first, ...pages.map((page) => page.data?.total)].filter((total) => !!total);
  const exact = totals.find((total) => total.kind === "exact");
  const most = Math.max(0, ...totals.map((total) => total.count));
  return exact ?? { kind: "atLeast", count: most };
}
