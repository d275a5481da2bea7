/** What decides whether a column is shown. */
export type ColumnRank = {
  id: string;
  minWidth: number;
  /** In the default choice: the lowest falls away first when there is no room. */
  priority: number;
};

/** The columns somebody chose, in their order; those that the map no longer has are left out. */
export function chosenColumns<Column extends ColumnRank>(
  columns: readonly Column[],
  chosen: readonly string[],
): Column[] {
  return chosen.flatMap((id) => columns.find((column) => column.id === id) ?? []);
}

/** As many of the default columns as fit; the first one always does. */
export function fittingColumns<Column extends ColumnRank>(
  columns: readonly Column[],
  width: number,
): Column[] {
  const kept = [...columns];
  const taken = () => kept.reduce((sum, column) => sum + column.minWidth, 0);
  while (kept.length > 1 && taken() > width) {
    const least = kept.slice(1).reduce((a, b) => (b.priority < a.priority ? b : a));
    kept.splice(kept.indexOf(least), 1);
  }
  return kept;
}

/** The choice with one column moved by a step, if there is room to move. */
export function movedColumn(chosen: readonly string[], id: string, step: -1 | 1): string[] {
  const moved = [...chosen];
  const from = moved.indexOf(id);
  const to = from + step;
  if (from < 0 || to < 0 || to >= moved.length) return moved;
  moved.splice(from, 1);
  moved.splice(to, 0, id);
  return moved;
}

/** How wide a column is: at least so many pixels, its share of what is left, and how late it falls away. */
export type ColumnWidth = Omit<ColumnRank, "id"> & { grow: number };

/** For columns that nobody knows beforehand. */
export const usualWidth: ColumnWidth = { minWidth: 110, grow: 1, priority: 0 };

/** The media query that tells whether a window is wide enough for more columns. */
export const wideWindow = "(min-width: 1280px)";

/** The padding of a row in pixels, both sides. */
export const rowPadding = 24;

/** What the style of a grid with these columns knows of them, and of its rows' height. */
export function gridVariables(
  columns: readonly Pick<ColumnWidth, "minWidth" | "grow">[],
  rowHeight: number,
): Record<`--${string}`, string> {
  return {
    "--tracks": columns.map((one) => `minmax(${one.minWidth}px, ${one.grow}fr)`).join(" "),
    "--row-height": `${rowHeight}px`,
    "--least-width": `${columns.reduce((sum, one) => sum + one.minWidth, rowPadding)}px`,
  };
}
