import type { AwayView, CutView, MissingSourceView } from "../bridge/bindings";
import type { ColumnRank } from "../lib/columns";
import type { GridColumn } from "./Grid";

/** A column that a list can have. */
export type ListColumn<Row> = GridColumn<Row> &
  ColumnRank & {
    /** Whether the list can be sorted by it. */
    sortable: boolean;
  };

/** What is known of the number of rows. */
export type ListTotal = { kind: "exact" | "atLeast"; count: number };

/** Where the rows come from, and how far they have come. */
export type ListSource<Row> = {
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
  total: ListTotal;
  rowAt: (index: number) => Row | undefined;
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

/** The words that differ from list to list. */
export type ListTexts = {
  /** The name of the grid. */
  title: string;
  search: string;
  placeholder: string;
  add: string;
};
