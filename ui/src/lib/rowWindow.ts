/**
 * Which rows of a long list are in sight, for rows of one height.
 *
 * WebKit ends an element at 33,554,428 px, which a million rows pass when they are roomy. So the
 * scroll bar runs over at most `longestScroll` px and its position is stretched to the list's.
 */
export type RowWindow = {
  rowCount: number;
  rowHeight: number;
  /** Height of the part that shows rows. */
  viewHeight: number;
};

const longestScroll = 30_000_000;

const listHeight = (of: RowWindow) => of.rowCount * of.rowHeight;

/** How far the list can be moved up. */
const longestOffset = (of: RowWindow) => Math.max(0, listHeight(of) - of.viewHeight);

/** Height of the element that is scrolled. */
export const scrollHeight = (of: RowWindow): number => Math.min(listHeight(of), longestScroll);

/** How many px of the list go with one px of the scroll bar. */
function stretch(of: RowWindow): number {
  const scrollable = scrollHeight(of) - of.viewHeight;
  return scrollable > 0 ? longestOffset(of) / scrollable : 1;
}

/** Keeps an offset within the list. */
export function clampOffset(of: RowWindow, offset: number): number {
  return Math.min(Math.max(0, offset), longestOffset(of));
}

/** The list's offset at a position of the scroll bar. */
export function offsetAt(of: RowWindow, scrollTop: number): number {
  return clampOffset(of, scrollTop * stretch(of));
}

/** The position of the scroll bar that goes with an offset of the list. */
export function scrollTopAt(of: RowWindow, offset: number): number {
  return offset / stretch(of);
}

/** Whether the scroll bar stands where the offset wants it, up to the browser's rounding. */
export function agrees(of: RowWindow, offset: number, scrollTop: number): boolean {
  return Math.abs(offsetAt(of, scrollTop) - offset) <= stretch(of) + 1;
}

/** First and last row in sight, the cut ones included; last is before first when there are none. */
export function rowsInSight(of: RowWindow, offset: number): { first: number; last: number } {
  const first = Math.floor(offset / of.rowHeight);
  const last = Math.min(of.rowCount, Math.ceil((offset + of.viewHeight) / of.rowHeight)) - 1;
  return { first: Math.max(0, first), last };
}

/** The nearest offset at which a row is wholly in sight. */
export function offsetShowing(of: RowWindow, offset: number, row: number): number {
  const top = row * of.rowHeight;
  const bottom = top + of.rowHeight;
  if (top < offset) return clampOffset(of, top);
  if (bottom > offset + of.viewHeight) return clampOffset(of, bottom - of.viewHeight);
  return offset;
}
