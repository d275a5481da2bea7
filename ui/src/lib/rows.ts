/** Something that is edited row by row: the rows, and a name for each that goes along when it moves. */
export type Rows<Row> = { items: readonly Row[]; ids: readonly number[]; next: number };

/** Rows as they were read. */
export function rowsOf<Row>(items: readonly Row[]): Rows<Row> {
  return { items, ids: items.map((_, index) => index), next: items.length };
}

export function withRow<Row>(rows: Rows<Row>, row: Row): Rows<Row> {
  return { items: [...rows.items, row], ids: [...rows.ids, rows.next], next: rows.next + 1 };
}

export function withoutRow<Row>(rows: Rows<Row>, at: number): Rows<Row> {
  const others = (_: unknown, index: number) => index !== at;
  return { ...rows, items: rows.items.filter(others), ids: rows.ids.filter(others) };
}

export function changedRow<Row>(rows: Rows<Row>, at: number, part: Partial<Row>): Rows<Row> {
  const items = rows.items.map((row, index) => (index === at ? { ...row, ...part } : row));
  return { ...rows, items };
}

/** The rows with one moved by a step, if there is room to move. */
export function movedRow<Row>(rows: Rows<Row>, at: number, step: -1 | 1): Rows<Row> {
  return { ...rows, items: swapped(rows.items, at, step), ids: swapped(rows.ids, at, step) };
}

function swapped<Item>(items: readonly Item[], at: number, step: -1 | 1): readonly Item[] {
  const to = at + step;
  const one = items[at];
  const other = items[to];
  if (one === undefined || other === undefined) return items;
  return items.map((item, index) => (index === at ? other : index === to ? one : item));
}
