// biome-ignore-all lint/a11y/useSemanticElements: rows that are placed by hand cannot be those of a table
// biome-ignore-all lint/a11y/useFocusableInteractive: the rows take the focus, not their cells
import { ArrowDown, ArrowUp, ArrowUpDown } from "lucide-react";
import {
  type CSSProperties,
  type FocusEvent,
  type KeyboardEvent,
  type MouseEvent,
  memo,
  type ReactNode,
  type Ref,
  useEffect,
  useEffectEvent,
  useImperativeHandle,
  useLayoutEffect,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { classNames } from "../lib/classNames";
import { gridVariables } from "../lib/columns";
import {
  agrees,
  clampOffset,
  offsetAt,
  offsetShowing,
  type RowWindow,
  rowsInSight,
  scrollHeight,
  scrollTopAt,
} from "../lib/rowWindow";
import { useElementSize } from "../lib/useElementSize";
import styles from "./Grid.module.css";

/** A column of a grid. */
export type GridColumn<Row> = {
  id: string;
  label: string;
  /** The least width in pixels. */
  minWidth: number;
  /** The share of what is left of the width. */
  grow: number;
  cell: (row: Row) => ReactNode;
};

/** How the rows are sorted by a column. */
export type GridSorting = {
  /** Where sorting is offered: how it is sorted now. */
  sort?: "ascending" | "descending" | "none";
  /** What is to be known about sorting by it; shown where the pointer rests on its head. */
  hint: string;
};

/** What can be done to a grid from outside. */
export type GridHandle = { focus: () => void };

type GridProps<Row> = {
  label: string;
  columns: readonly GridColumn<Row>[];
  /** For each column that says something about sorting; apart from the columns, since rows are none of its business. */
  sorting?: ReadonlyMap<string, GridSorting>;
  /** Of the whole list, not only of what is loaded. */
  rowCount: number;
  /** The row at a position; `undefined` while it is being fetched. */
  rowAt: (index: number) => Row | undefined;
  rowHeight: number;
  /** The row that has, or would get, the focus. */
  active: number;
  onActive: (index: number) => void;
  /** Whether a row is the one that is open beside the list. */
  isOpen: (row: Row) => boolean;
  /** Whether a row is greyed. */
  isDim: (row: Row) => boolean;
  /** The rows are those of another search, whose own are waited for. */
  isStale?: boolean;
  onOpen: (row: Row) => void;
  onSort?: (column: string) => void;
  /** The rows in sight changed. */
  onSight: (first: number, last: number) => void;
  /** Another list begins with another value: the grid goes back to its top. */
  list: string;
  /** With another value rows were put between the others: the active one stays where it is seen. */
  revision: number;
  ref?: Ref<GridHandle>;
};

/** Rows beyond the edges that are drawn, for Tab to find; each takes its time with each letter. */
const overscan = 1;

/** A list of any length in columns: only the rows in sight exist, the whole is reachable. */
export function Grid<Row>({ ref, ...props }: GridProps<Row>) {
  const { label, columns, rowCount, rowAt, rowHeight, active, onActive, list } = props;
  const viewport = useRef<HTMLDivElement>(null);
  const header = useRef<HTMLDivElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const size = useElementSize(viewport);
  const headerSize = useElementSize(header);
  const rows: RowWindow = {
    rowCount,
    rowHeight,
    viewHeight: Math.max(rowHeight, size.height - headerSize.height),
  };
  // Until somebody moves it, a list stands where the row that it opened with is in sight.
  const [firstActive] = useState(active);
  const [wantedOffset, setOffset] = useState<number | null>(null);
  const offset = clampOffset(rows, wantedOffset ?? offsetShowing(rows, 0, firstActive));
  const { revision } = props;
  const [stood, setStood] = useState({ list, active, revision });
  if (stood.list !== list || stood.active !== active || stood.revision !== revision) {
    const moved = stood.revision === revision ? 0 : active - stood.active;
    if (stood.list !== list) setOffset(0);
    else if (moved !== 0) setOffset(clampOffset(rows, offset + moved * rowHeight));
    setStood({ list, active, revision });
  }
  const focusWanted = useRef(false);
  const { first, last } = rowsInSight(rows, offset);
  const activeRow = Math.min(active, rowCount - 1);

  // The scroll bar follows what the keys, a new list or another height made of the offset.
  useLayoutEffect(() => {
    const scrolled = viewport.current;
    if (scrolled && !agrees(rows, offset, scrolled.scrollTop)) {
      scrolled.scrollTop = scrollTopAt(rows, offset);
    }
  });

  useLayoutEffect(() => {
    if (!focusWanted.current) return;
    focusWanted.current = false;
    focusRow(body.current, activeRow);
  });

  const keepFocus = useEffectEvent(() => {
    if (body.current?.contains(document.activeElement)) focusRow(body.current, activeRow);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows move with a revision alone
  useLayoutEffect(() => keepFocus(), [props.revision]);

  const tellSight = useEffectEvent(props.onSight);
  useEffect(() => tellSight(first, last), [first, last]);

  useImperativeHandle(ref, () => ({
    focus: () => focusRow(body.current, activeRow),
  }));

  function onScroll() {
    const scrollTop = viewport.current?.scrollTop ?? 0;
    if (agrees(rows, offset, scrollTop)) return;
    // Rows are placed by us, so they must move in the same frame as the scroll bar.
    flushSync(() => setOffset(offsetAt(rows, scrollTop)));
  }

  function goTo(index: number) {
    const target = Math.min(Math.max(0, index), rowCount - 1);
    focusWanted.current = true;
    setOffset(offsetShowing(rows, offset, target));
    onActive(target);
  }

  function onFocus({ target }: FocusEvent) {
    const index = indexOfRow(target);
    if (index !== null && index !== active) onActive(index);
  }

  function onClick({ target }: MouseEvent) {
    const index = indexOfRow(target);
    const row = index === null ? undefined : rowAt(index);
    if (row !== undefined) props.onOpen(row);
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.altKey || event.shiftKey) return;
    const page = Math.max(1, Math.floor(rows.viewHeight / rowHeight) - 1);
    const targets: Partial<Record<string, number>> = {
      ArrowDown: activeRow + 1,
      ArrowUp: activeRow - 1,
      PageDown: activeRow + page,
      PageUp: activeRow - page,
      Home: 0,
      End: rowCount - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) {
      event.preventDefault();
      goTo(target);
    } else if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
      const row = rowAt(activeRow);
      if (row !== undefined) props.onOpen(row);
    }
  }

  const indexes: number[] = [];
  if (activeRow >= 0 && activeRow < first - overscan) indexes.push(activeRow);
  for (let index = Math.max(0, first - overscan); index <= last + overscan; index++) {
    if (index < rowCount) indexes.push(index);
  }
  if (activeRow > last + overscan) indexes.push(activeRow);

  return (
    <div
      role="grid"
      aria-label={label}
      aria-rowcount={rowCount + 1}
      aria-colcount={columns.length}
      className={styles.grid}
      style={gridVariables(columns, rowHeight) as CSSProperties}
    >
      <div ref={viewport} role="presentation" className={styles.viewport} onScroll={onScroll}>
        <div role="rowgroup" ref={header} className={styles.head}>
          <div role="row" aria-rowindex={1} className={classNames(styles.row, styles.headRow)}>
            {columns.map((column) => (
              <HeaderCell
                key={column.id}
                column={column}
                sorting={props.sorting?.get(column.id)}
                onSort={props.onSort}
              />
            ))}
          </div>
        </div>
        <div
          role="presentation"
          className={styles.length}
          style={{ height: `${scrollHeight(rows)}px` }}
        >
          <div
            role="rowgroup"
            ref={body}
            className={classNames(styles.sight, props.isStale && styles.stale)}
            aria-busy={props.isStale ?? false}
            style={{ height: `${rows.viewHeight}px`, top: `${headerSize.height}px` }}
            onFocus={onFocus}
            onClick={onClick}
            onKeyDown={onKeyDown}
          >
            {indexes.map((index) => {
              const row = rowAt(index);
              return (
                <KeptRow
                  key={index}
                  row={row}
                  columns={columns}
                  index={index}
                  top={index * rowHeight - offset}
                  tabIndex={index === activeRow ? 0 : -1}
                  isOpen={row !== undefined && props.isOpen(row)}
                  isDim={row !== undefined && props.isDim(row)}
                />
              );
            })}
          </div>
        </div>
      </div>
    </div>
  );
}

function focusRow(body: HTMLElement | null, index: number): void {
  body?.querySelector<HTMLElement>(`[data-index="${index}"]`)?.focus({ preventScroll: true });
}

/** The row that something has happened in. */
function indexOfRow(target: EventTarget): number | null {
  const row = target instanceof Element ? target.closest<HTMLElement>("[data-index]") : null;
  return row ? Number(row.dataset.index) : null;
}

/** Of the same elements whether it can be pressed or not: with the letters of a search that changes often. */
function HeaderCell<Row>(props: {
  column: GridColumn<Row>;
  sorting: GridSorting | undefined;
  onSort: ((column: string) => void) | undefined;
}) {
  const { column, onSort } = props;
  const { sort, hint } = props.sorting ?? {};
  const isSortable = sort !== undefined;
  return (
    <span
      role="columnheader"
      aria-sort={sort}
      title={isSortable ? undefined : hint}
      className={classNames(styles.cell, isSortable && styles.sortCell)}
    >
      <button
        type="button"
        role={isSortable ? undefined : "presentation"}
        disabled={!isSortable}
        title={isSortable ? hint : undefined}
        className={styles.sort}
        onClick={() => onSort?.(column.id)}
      >
        <span className={styles.sortLabel}>{column.label}</span>
        {sort === "ascending" ? <ArrowUp aria-hidden="true" /> : null}
        {sort === "descending" ? <ArrowDown aria-hidden="true" /> : null}
        {sort === "none" || !isSortable ? (
          <ArrowUpDown aria-hidden="true" className={styles.sortable} />
        ) : null}
      </button>
    </span>
  );
}

type GridRowProps<Row> = {
  /** `undefined` while it is being fetched. */
  row: Row | undefined;
  columns: readonly GridColumn<Row>[];
  index: number;
  top: number;
  tabIndex: 0 | -1;
  isOpen: boolean;
  isDim: boolean;
};

/** Takes nothing that changes from letter to letter but what it shows: rows that stay the same are not drawn anew. */
function GridRow<Row>(props: GridRowProps<Row>) {
  const { row, columns, index, top, tabIndex, isOpen, isDim } = props;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-selected={isOpen}
      aria-busy={row === undefined}
      tabIndex={tabIndex}
      data-index={index}
      className={classNames(styles.row, styles.bodyRow, isOpen && styles.open, isDim && styles.dim)}
      style={{ transform: `translateY(${top}px)` }}
    >
      {columns.map((column) => (
        <span key={column.id} role="gridcell" className={styles.cell}>
          {row === undefined ? <span className={styles.placeholder} /> : column.cell(row)}
        </span>
      ))}
    </div>
  );
}

/** A list is drawn several times with each letter, of which its rows change once. */
const KeptRow = memo(GridRow) as typeof GridRow;
