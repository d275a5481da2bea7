import type { TFunction } from "i18next";
import type { SourceFindingView } from "../../bridge/bindings";
import { en } from "../../i18n/en";
import type { SecretStanding } from "./sourceSecret";

type KnownKey = keyof typeof en.backEnds.keys;

/** The words of a key: what it is and what it does; a key nobody knows goes by its name. */
export function keyWords(t: TFunction, key: string): { label: string; help: string } {
  const known = key.replaceAll(".", "_");
  if (!isKnown(known)) return { label: key, help: "" };
  return {
    label: t(`backEnds.keys.${known}.label`),
    help: t(`backEnds.keys.${known}.help`),
  };
}

function isKnown(key: string): key is KnownKey {
  return Object.hasOwn(en.backEnds.keys, key);
}

/** What is to be said of the kept password; `null` where none is kept. */
export function secretWords(t: TFunction, secret: SecretStanding): string | null {
  if (secret.kind === "kept") return t("backEnds.form.secretKept");
  if (secret.kind === "none") return null;
  const { user, dsn } = secret;
  return t("backEnds.form.secretAnew", { user, dsn });
}

/** What is wrong, in words. */
export function findingWords(t: TFunction, finding: SourceFindingView): string {
  return t(`backEnds.form.finding.${finding.problem.kind}`);
}

/** What a column of the map or of the drop-downs is called. */
export function columnWords(t: TFunction, { key, column }: SourceFindingView): string | null {
  if (column === null) return null;
  if (key === "Selections" && isSelectionColumn(column)) {
    return t(`backEnds.form.selections.column.${column}`);
  }
  return isMapColumn(column) ? t(`backEnds.form.map.column.${column}`) : column;
}

type MapColumn = keyof typeof en.backEnds.form.map.column;
type SelectionColumn = keyof typeof en.backEnds.form.selections.column;

function isMapColumn(column: string): column is MapColumn {
  return Object.hasOwn(en.backEnds.form.map.column, column);
}

function isSelectionColumn(column: string): column is SelectionColumn {
  return Object.hasOwn(en.backEnds.form.selections.column, column);
}

/** What is wrong with a row, each with the column it is about. */
export function rowProblems(
  t: TFunction,
  findings: readonly SourceFindingView[],
  key: string,
  row: number,
): { id: string; text: string }[] {
  return findings
    .filter((finding) => finding.key === key && finding.row === row)
    .map((finding) => {
      const column = columnWords(t, finding);
      const words = findingWords(t, finding);
      return {
        id: `${finding.column ?? ""} ${finding.problem.kind}`,
        text: column ? t("backEnds.form.findingAt", { column, finding: words }) : words,
      };
    });
}
