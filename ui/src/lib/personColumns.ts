import { type ColumnWidth, usualWidth } from "./columns";

/** Columns shown unless somebody chose others, as far as they fit. */
const defaults = ["name", "UserLogin", "customer", "UserEmail", "UserPhone"];

/** The columns of customer users that are shown unless somebody chose others: more in windows that are wide enough. */
export function usualColumns(wide: boolean, hasSources: boolean): string[] {
  // The comment where there is room, and last which of several sources somebody is from.
  return [...defaults, ...(wide ? ["UserComment"] : []), ...(hasSources ? ["source"] : [])];
}

/** What is known of the columns of customer users; the lowest priority falls away first. */
const personWidths: Partial<Record<string, ColumnWidth>> = {
  name: { minWidth: 190, grow: 1.7, priority: 9 },
  customer: { minWidth: 130, grow: 1.2, priority: 5 },
  UserLogin: { minWidth: 112, grow: 1, priority: 3 },
  UserEmail: { minWidth: 190, grow: 1.9, priority: 1 },
  UserPhone: { minWidth: 140, grow: 1, priority: 4 },
  UserComment: { minWidth: 140, grow: 1.4, priority: 2 },
};

/** How wide a column of customer users is. */
export function personWidth(id: string): ColumnWidth {
  return personWidths[id] ?? usualWidth;
}

/** The room of a source's name in a list: about so many pixels a letter, its sign, the gap to the next column. */
const letter = 7.2;
const sign = 18;
const gap = 14;

/** The column that says which source somebody is from, for names that are shown so. */
export function sourceWidth(shown: readonly string[]): ColumnWidth {
  const longest = Math.max(0, ...shown.map((name) => name.length));
  const minWidth = Math.max(80, Math.ceil(longest * letter) + sign + gap);
  return { minWidth, grow: 0.7, priority: 0 };
}
