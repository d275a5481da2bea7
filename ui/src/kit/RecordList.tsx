import type { TFunction } from "i18next";
import { type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { MarkView } from "../bridge/bindings";
import { chosenColumns, fittingColumns, rowPadding } from "../lib/columns";
import { handOver } from "../lib/earlyPage";
import type { ListPlace } from "../lib/listPlace";
import { useDelayed } from "../lib/useDelayed";
import { useElementSize } from "../lib/useElementSize";
import { AwayNote } from "./AwayNote";
import { CutNote } from "./CutNote";
import { Grid, type GridSorting } from "./Grid";
import { ListActions } from "./ListActions";
import { ListChips } from "./ListChips";
import { ListFailure } from "./ListFailure";
import { ListFilters, ListPane } from "./ListPane";
import { ListSummary, SightStatus } from "./ListSummary";
import type { ListColumn, ListSource, ListTexts } from "./listTypes";
import { MissingNote } from "./MissingNote";
import { SearchBox } from "./SearchBox";
import { ShownColumnsContext } from "./ShownColumns";
import { useToast } from "./Toast";
import { useHasLanguages } from "./useHasLanguages";
import { useListKeys } from "./useListKeys";
import { Waiting } from "./Waiting";
import { WaitingNote } from "./WaitingNote";

type FoundRow = { marks: readonly MarkView[] };

type Props<Row> = {
  texts: ListTexts;
  place: ListPlace;
  onPlace: (change: Partial<ListPlace>) => void;
  typed: string;
  onTyped: (term: string) => void;
  includeInvalid: boolean;
  onIncludeInvalid: (include: boolean) => void;
  source: ListSource<Row>;
  keyOf: (row: Row) => string;
  isDim: (row: Row) => boolean;
  /** Every column there is, the fixed one first. */
  columns: readonly ListColumn<Row>[];
  /** The columns that somebody chose; `null` = those of the default that fit. */
  chosen: readonly string[] | null;
  defaults: readonly string[];
  onChosen: (chosen: string[] | null) => void;
  rowHeight: number;
  onAdd: () => void;
  onEdit: (key: string) => void;
  /** Why nothing can be added or edited here; `null` where it can. */
  writeRefused: string | null;
  /** Only because no server answers. */
  isAway: boolean;
  /** Why a record cannot be edited though others can; `null` where it can. */
  editRefused: (row: Row) => string | null;
  /** The sources that take part, each to be switched off and on; `null` where there is only one. */
  sources: ReactNode;
  /** Where is searched, where there is a choice. */
  scope: ReactNode;
  /** What is said of the search above the rows, beside what each list says. */
  remark: ReactNode;
  /** The way to a record that is not of this installation; `null` for those that are. */
  elsewhere: (row: Row) => (() => void) | null;
  /** What stands there when nothing was found. */
  empty: ReactNode;
  /** Whether the open record covers the list. */
  covered: boolean;
  /** Whether there are any records, found or not: without one there is nothing to narrow. */
  filled: boolean;
  /** How many records the sources have, each counted for itself; `undefined` while nobody knows. */
  inSources: number | undefined;
};

/** For how long what was found before counts as found while another search is not answered yet, in milliseconds. */
const patience = 100;

/** Longer lists are not sorted: the core would have to read them whole. */
const sortLimit = 10_000;

/** A list of records with all that belongs to it: search, filters, columns, sorting, keys, four states. */
export function RecordList<Row extends FoundRow>(props: Props<Row>) {
  const { texts, place, onPlace, typed, onTyped, source, keyOf, elsewhere, covered } = props;
  const { term, rowAt, onSight } = source;
  const { t } = useTranslation();
  const [active, setActive] = useState(0);
  const [sight, setSight] = useState({ first: 0, last: -1 });
  const content = useRef<HTMLDivElement>(null);
  const { width } = useElementSize(content);
  const list = JSON.stringify([term, props.includeInvalid, place.sort, place.off, place.otobo]);

  // Most answers come before anybody could read that none is there yet.
  const isLate = useDelayed(source.outdated, patience);
  const hasLanguages = useHasLanguages(source, place.otobo === true);
  const found = !source.waiting && !source.error;
  // Where a source is missing, what was counted is the least there is.
  const isPartial = source.missing.length > 0;
  const isCut = source.cuts.length > 0;
  const isEmptySoFar = found && source.total.count === 0 && source.joining.length > 0;
  const isWhole = term.trim() === "" && props.includeInvalid && source.total.kind === "exact";
  const hidden =
    isWhole && !isPartial && !isCut && place.off.length === 0
      ? (props.inSources ?? 0) - source.total.count
      : 0;
  const [sought, setSought] = useState(place.open === undefined);
  if (found && !sought) {
    // Who comes back from a form, or by a link, finds the open record in the list too.
    setSought(true);
    setActive(
      Math.max(
        0,
        loadedIndex(source, (row) => keyOf(row) === place.open),
      ),
    );
  }

  const open = (row: Row) => {
    const goThere = elsewhere(row);
    if (goThere === null) onPlace({ open: keyOf(row) });
    else goThere();
  };
  const activeRow = rowAt(active);
  const activeKey = activeRow === undefined ? undefined : keyOf(activeRow);
  const [held, setHeld] = useState({ list, revision: source.revision, key: activeKey });
  if (held.list !== list) {
    const row = rowAt(0);
    setHeld({ list, revision: source.revision, key: row && keyOf(row) });
    setActive(0);
  } else if (held.revision !== source.revision) {
    // A source has joined: who stood on a row stays on it, wherever it stands now.
    setHeld({ ...held, revision: source.revision });
    const index = loadedIndex(source, (row) => keyOf(row) === held.key);
    if (active > 0 && index >= 0) setActive(index);
  } else if (activeKey !== undefined && held.key !== activeKey) {
    setHeld({ ...held, key: activeKey });
  }
  // While hits are counted, the heads of the columns stay as they were: they would blink with each letter.
  const isCounted = !source.outdated && source.total.kind === "exact";
  const [counted, setCounted] = useState<number | null>(null);
  if (isCounted && counted !== source.total.count) setCounted(source.total.count);
  const isThere = found || source.error;
  useLayoutEffect(() => {
    if (isThere) handOver();
  }, [isThere]);
  const toast = useToast();
  const { writeRefused } = props;
  const add = writeRefused === null ? props.onAdd : () => toast(writeRefused);
  const { searchField, grid, onSearchKey } = useListKeys({
    typed,
    onTyped,
    isOpen: place.open !== undefined,
    filled: props.filled,
    onAdd: add,
    onEdit: () => {
      // A row is marked as soon as the keyboard is in the list: before that nobody sees which one would be edited
      const list = document.activeElement?.closest('[role="grid"]') ?? null;
      if (place.open === undefined && list === null) return;
      if (writeRefused !== null) {
        toast(writeRefused);
        return;
      }
      const openAt = loadedIndex(source, (row) => keyOf(row) === place.open);
      const row = place.open === undefined ? activeRow : source.rowAt(openAt);
      const refused = row === undefined ? null : props.editRefused(row);
      const key = place.open ?? activeKey;
      if (refused !== null) toast(refused);
      else if (key !== undefined) props.onEdit(key);
    },
    onOpen: () => activeRow !== undefined && open(activeRow),
    onClose: () => onPlace({ open: undefined }),
  });

  function onActive(index: number) {
    setActive(index);
    const row = rowAt(index);
    const follows = place.open !== undefined && !covered;
    // Passing by a row never leads to another installation
    if (follows && row !== undefined && elsewhere(row) === null) open(row);
  }

  function onSort(column: string) {
    const now = place.sort;
    if (now?.column !== column) onPlace({ sort: { column, descending: false } });
    else onPlace({ sort: now.descending ? undefined : { column, descending: true } });
  }

  const shown = props.chosen
    ? chosenColumns(props.columns, props.chosen)
    : fittingColumns(chosenColumns(props.columns, props.defaults), width - rowPadding);
  return (
    <ListPane
      title={texts.title}
      inert={props.covered}
      contentRef={content}
      search={
        <SearchBox
          ref={searchField}
          label={texts.search}
          placeholder={texts.placeholder}
          value={typed}
          onChange={onTyped}
          onKeyDown={onSearchKey}
          keys={{ empty: "/", filled: "Esc" }}
        />
      }
      actions={
        <ListActions
          columns={props.columns}
          shown={props.filled ? shown : null}
          onChosen={props.onChosen}
          words={texts.add}
          onAdd={props.onAdd}
          refused={writeRefused}
        />
      }
      note={
        <>
          {source.waitedFor ? (
            <WaitingNote
              names={source.waitedFor}
              meanwhile={source.outdated ? "rowsBefore" : "nothing"}
              onStop={source.stop}
            />
          ) : null}
          {found && !source.waitedFor && source.joinsSlowly ? (
            <WaitingNote names={source.joining} meanwhile="otherRows" onStop={null} />
          ) : null}
          {found && !source.waitedFor ? <AwayNote away={source.away} /> : null}
          {found ? props.remark : null}
          {found && !source.waitedFor ? (
            <MissingNote missing={source.missing} onRetry={source.retry} />
          ) : null}
          {found && !source.waitedFor && source.cuts.length > 0 ? (
            <CutNote cuts={source.cuts} />
          ) : null}
        </>
      }
      filters={
        props.filled ? (
          <ListFilters>
            <ListChips
              includeInvalid={props.includeInvalid}
              onIncludeInvalid={props.onIncludeInvalid}
              scope={props.scope}
              language={hasLanguages ? (place.otobo ? "otobo" : "instant") : null}
              onPlace={onPlace}
              sources={props.sources}
              readOnly={props.isAway ? null : writeRefused}
            />
            <ListSummary
              total={found && !isLate ? source.total : null}
              searched={term.trim() !== ""}
              sorted={place.sort !== undefined}
              heard={found && !place.everywhere && isHeard(source)}
              partial={isPartial}
              cut={isCut}
              hidden={Math.max(0, hidden)}
            />
          </ListFilters>
        ) : null
      }
    >
      {source.error ? (
        <ListFailure error={source.error} onRetry={source.retry} typed={typed} onTyped={onTyped} />
      ) : null}
      {!source.error && (source.waiting || isEmptySoFar) ? <Waiting /> : null}
      {found && source.total.count === 0 && !isEmptySoFar ? props.empty : null}
      {found && source.total.count > 0 ? (
        <ShownColumnsContext value={shown.map((column) => column.id)}>
          <Grid
            ref={grid}
            label={texts.title}
            columns={shown}
            sorting={sortingOf(t, shown, place, counted)}
            isStale={source.outdated && source.waitedFor !== null}
            rowCount={source.total.count}
            rowAt={rowAt}
            rowHeight={props.rowHeight}
            active={active}
            onActive={onActive}
            isOpen={(row) => keyOf(row) === place.open}
            isDim={props.isDim}
            onOpen={open}
            onSort={onSort}
            onSight={(first, last) => {
              setSight({ first, last });
              onSight(first, last);
            }}
            list={list}
            revision={source.revision}
          />
          <SightStatus
            total={isPartial || isCut ? { ...source.total, kind: "atLeast" } : source.total}
            first={sight.first}
            last={sight.last}
          />
        </ShownColumnsContext>
      ) : null}
    </ListPane>
  );
}

/** Where a row stands among those that came with the search; -1 when it is not among them. */
function loadedIndex<Row>(source: ListSource<Row>, isWanted: (row: Row) => boolean): number {
  for (let index = 0; ; index++) {
    const row = source.rowAt(index);
    if (row === undefined) return -1;
    if (isWanted(row)) return index;
  }
}

/**
 * Whether all rows that came with the search were found by the sound of a word. In one installation those come last, so that
 * the others were, too; over several the next one may have somebody who is spelled as it was typed.
 */
function isHeard(source: ListSource<FoundRow>): boolean {
  const isByLetters = ({ marks }: FoundRow) => !marks.some(({ kind }) => kind === "soundsLike");
  return source.rowAt(0) !== undefined && loadedIndex(source, isByLetters) === -1;
}

/** How the columns are sorted by, with a word on it; it is offered in lists that are short enough and known to be. */
function sortingOf<Row>(
  t: TFunction,
  columns: readonly ListColumn<Row>[],
  { sort, everywhere }: ListPlace,
  counted: number | null,
): ReadonlyMap<string, GridSorting> {
  const short = counted !== null && counted <= sortLimit;
  const by = ({ id, label, sortable }: ListColumn<Row>): GridSorting => {
    const sorted = sort?.column === id;
    if (everywhere) return { hint: t("list.sort.everywhere", { column: label }) };
    if (!sortable) return { hint: t("list.sort.never", { column: label }) };
    if (!sorted && !short) return { hint: t("list.sort.tooLong", { column: label }) };
    if (!sorted) return { sort: "none", hint: t("list.sort.up", { column: label }) };
    return sort.descending
      ? { sort: "descending", hint: t("list.sort.not", { column: label }) }
      : { sort: "ascending", hint: t("list.sort.down", { column: label }) };
  };
  return new Map(columns.map((column) => [column.id, by(column)]));
}
