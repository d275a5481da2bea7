import type { Values } from "./dirty";

/** What a form was opened with, what it says now, and what somebody else stored in between. */
export type Versions = { was: Values; mine: Values; theirs: Values };

/** Whose value a field gets. */
export type Side = "mine" | "theirs";

/** A field whose two values differ, and who changed it. */
export type ConflictRow<Field> = {
  field: Field;
  was: string;
  mine: string;
  theirs: string;
  changedBy: Side | "both";
};

/** What is chosen, by field; nothing yet where both sides changed it. */
export type Chosen = Readonly<Partial<Record<string, Side>>>;

type AnyField = { var: string; kind: string; readOnly: boolean };

/**
 * The fields that have to be settled, in the form's order. A password is never read, and what the map
 * does not write cannot be chosen: those are left to what is stored.
 */
export function conflictRows<Field extends AnyField>(
  fields: readonly Field[],
  versions: Versions,
): ConflictRow<Field>[] {
  const rows: ConflictRow<Field>[] = [];
  for (const field of fields) {
    if (field.readOnly || field.kind === "password") continue;
    const [was, mine, theirs] = [versions.was, versions.mine, versions.theirs].map(
      (values) => values[field.var] ?? "",
    ) as [string, string, string];
    if (mine === theirs) continue;
    const changedBy = mine === was ? "theirs" : theirs === was ? "mine" : "both";
    rows.push({ field, was, mine, theirs, changedBy });
  }
  return rows;
}

/** What goes without saying: who alone changed a field has it. */
export function presetOf(rows: readonly ConflictRow<AnyField>[]): Chosen {
  return Object.fromEntries(
    rows.flatMap(({ field, changedBy }) =>
      changedBy === "both" ? [] : [[field.var, changedBy] as const],
    ),
  );
}

/** A conflict that was left open, and what was chosen of it by then. */
export type LeftOpen = { versions: Versions; chosen: Chosen };

/** What was chosen before, as far as both sides still say the same; else what goes without saying. */
export function chosenBefore(
  rows: readonly ConflictRow<AnyField>[],
  before: LeftOpen | null,
): Chosen {
  const isSame = ({ field, mine, theirs }: ConflictRow<AnyField>) =>
    (before?.versions.mine[field.var] ?? "") === mine &&
    (before?.versions.theirs[field.var] ?? "") === theirs;
  const kept = rows.filter(isSame).flatMap(({ field }) => {
    const side = before?.chosen[field.var];
    return side ? [[field.var, side] as const] : [];
  });
  return { ...presetOf(rows), ...Object.fromEntries(kept) };
}

/** The record as it is chosen: theirs, and over it what I keep of mine. */
export function settled(
  { mine, theirs }: Versions,
  rows: readonly ConflictRow<AnyField>[],
  chosen: Chosen,
): Values {
  const kept = rows.filter(({ field }) => chosen[field.var] === "mine");
  // What is typed in fields that the record's source does not have stays in the form.
  return {
    ...mine,
    ...theirs,
    ...Object.fromEntries(kept.map((row) => [row.field.var, row.mine])),
  };
}
