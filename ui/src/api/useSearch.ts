import { useQueries, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import {
  type AwayView,
  type CommandError,
  type CutView,
  firstPage,
  type MissingSourceView,
  type TotalView,
} from "../bridge/bindings";
import { useDelayed } from "../lib/useDelayed";
import { useSettled } from "../lib/useSettled";
import { useTellCuts } from "./cuts";
import {
  forgetOldPages,
  pageOf,
  type RecordSearch,
  type RowOf,
  type SearchTopic,
  searchCount,
  searchOpened,
  searchPage,
  startOf,
  type Wanted,
} from "./search";
import { useTellSlow } from "./slowSources";
import { useOpened } from "./useOpened";
import { useSlowness } from "./useSlowness";

/** A list that is being looked at. */
export type Found<T extends SearchTopic> = {
  /** Nothing can be shown yet. */
  waiting: boolean;
  /** What is shown belongs to the search before; the new one has not answered yet. */
  outdated: boolean;
  /** What was searched for of what is shown: what is typed, as soon as that is answered. */
  term: string;
  /** Sources that are waited for, as far as that is known; `null` while nothing takes long. */
  waitedFor: readonly string[] | null;
  error: unknown;
  retry: () => void;
  /** Waits no longer for the answer. */
  stop: () => void;
  /** What is known of the number of hits. */
  total: TotalView;
  /** The row at a position; `undefined` while it is being fetched. */
  rowAt: (index: number) => RowOf<T> | undefined;
  /** Tells which rows are in sight: their pages are fetched. */
  onSight: (first: number, last: number) => void;
  /** Sources that did not answer: their rows are not among these. */
  missing: readonly MissingSourceView[];
  /** Where a server's limit ended the search early: there may be more. */
  cuts: readonly CutView[];
  /** Sources that have not answered yet: their rows join the list when they come. */
  joining: readonly string[];
  /** They take so long that it is worth a word. */
  joinsSlowly: boolean;
  /** Changes when a source has joined: rows stand elsewhere then. */
  revision: number;
  /** Deskbook's own search found it, over an index. */
  instant: boolean;
  /** Sources that do not answer and whose rows are those of their copies. */
  away: readonly AwayView[];
  /** The ids of other installations that were not searched, since they have no mirror. */
  unsearched: readonly string[];
  /** The ids of those that were not searched whole. */
  partly: readonly string[];
};

/** What is said of a search that somebody stopped. */
const stopped: CommandError = {
  code: "cancelled",
  field: null,
  params: {},
  detail: "the search was stopped before it was answered",
};

const nobody: readonly string[] = [];

/** From when on it is worth a word that a source is not there yet, in milliseconds. */
const joinPatience = 300;

/** How long rows must stay in sight before they are fetched: dragging the scroll bar passes thousands. */
const settleFor = 30;

/** Searches the records of a topic for a list and fetches the pages that come into sight. */
export function useSearch<T extends SearchTopic>(
  of: RecordSearch<T>,
  request: Omit<Wanted, "place">,
): Found<T> {
  const client = useQueryClient();
  const [sight, setSight] = useState({ first: 0, last: 0 });
  const settled = useSettled(sight, settleFor);
  const opening = searchOpened(of, { ...request, place: "list" });
  const opened = useOpened(of, { ...request, place: "list" });
  const asked = JSON.stringify(opening.queryKey);
  const [stoppedAt, setStoppedAt] = useState<string | null>(null);
  const lacksAnswer = opened.isPending || opened.isPlaceholderData;
  const isAsking = lacksAnswer && opened.fetchStatus !== "idle";
  const isStopped = lacksAnswer && !isAsking && stoppedAt === asked;
  const waitedFor = useSlowness(of.topic, isAsking ? asked : null);
  const { search = "", revision = 0 } = opened.data ?? {};
  const joining = opened.isPlaceholderData ? nobody : (opened.data?.waiting ?? nobody);
  const joinsSlowly = useDelayed(joining.length > 0, joinPatience);
  const numbers = pagesIn(settled, opened.data?.rows.length ?? 0);
  const pages = useQueries({
    queries: numbers.map((page) => searchPage(of, { search, revision }, page)),
  });
  const count = useQuery({
    ...searchCount(of, { search, revision }),
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
      : { kind: "exact", count: count.data.count };

  const answers = [opened.data, ...pages.map((page) => page.data), count.data];
  const cuts = newest(answers.map((answer) => answer?.cuts));
  useTellCuts(cuts);
  useTellSlow(of.topic, joining);
  return {
    waiting: opened.isPending,
    outdated: opened.isPlaceholderData,
    term: opened.data?.wanted.term ?? request.term,
    waitedFor,
    error: isStopped ? stopped : (opened.error ?? failedPage?.error ?? null),
    retry: () => {
      setStoppedAt(null);
      void opened.refetch();
    },
    stop: () => {
      setStoppedAt(asked);
      void client.cancelQueries({ queryKey: opening.queryKey, exact: true });
    },
    total,
    rowAt: (index) => {
      const page = pageOf(index);
      if (page === 0) return opened.data?.rows[index];
      // Those that are asked for now, else what may still be kept of the page
      const kept = searchPage(of, { search, revision }, page).queryKey;
      const rows = pages[numbers.indexOf(page)]?.data ?? client.getQueryData(kept);
      return rows?.rows[index - startOf(page)];
    },
    onSight: (first, last) => {
      const seen = { first: pageOf(first), last: pageOf(last) };
      setSight((now) => (now.first === seen.first && now.last === seen.last ? now : seen));
    },
    revision,
    joining,
    joinsSlowly,
    missing: missingIn(answers.map((answer) => answer?.missing)),
    cuts,
    instant: opened.data?.instant ?? false,
    away: newest(answers.map((answer) => answer?.away)),
    unsearched: opened.data?.unsearched ?? nobody,
    // Those that come later in the list are known by later pages
    partly: [...new Set(answers.flatMap((answer) => answer?.partly ?? []))],
  };
}

/** The pages that have rows in sight. */
type Sight = { first: number; last: number };

/** The numbers of the pages in sight; the first page came with the search. */
function pagesIn({ first, last }: Sight, opened: number): number[] {
  const pages: number[] = [];
  for (let page = Math.max(1, first); page <= last; page++) pages.push(page);
  return opened < firstPage ? [] : pages;
}

/** All sources that one of the answers is without: none comes back within a search. */
function missingIn(
  answers: readonly (readonly MissingSourceView[] | undefined)[],
): readonly MissingSourceView[] {
  return newest(answers);
}

/** What is told of each source, as it was told last. */
function newest<Told extends { id: string }>(
  answers: readonly (readonly Told[] | undefined)[],
): readonly Told[] {
  const all = answers.flatMap((answer) => answer ?? []);
  return [...new Map(all.map((told) => [told.id, told])).values()];
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
