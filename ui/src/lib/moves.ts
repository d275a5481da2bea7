type Rows = { kind: string; count: number };

/** All rows that move. */
export function movedRows(rows: readonly Rows[]): number {
  return rows.reduce((sum, { count }) => sum + count, 0);
}

/** Kinds that OTOBO leaves behind. Each is a choice: `true` lets it move. */
const forgotten = ["groupPermissions", "customerRelations", "customerGroupPermissions"] as const;

/** A kind of rows that OTOBO leaves behind. */
export type Forgotten = (typeof forgotten)[number];

export function isForgotten(kind: string): kind is Forgotten {
  return forgotten.some((one) => one === kind);
}

/** The rows that move as it is chosen. */
export function chosenRows<Row extends Rows>(
  rows: readonly Row[],
  options: Readonly<Record<Forgotten, boolean>>,
): Row[] {
  return rows.filter(({ kind }) => !isForgotten(kind) || options[kind]);
}
