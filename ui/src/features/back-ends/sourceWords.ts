import type { TFunction } from "i18next";
import type { BackEndKind, SourceFindingView } from "../../bridge/bindings";
import { en } from "../../i18n/en";
import type { SecretStanding } from "./sourceSecret";

type KnownKey = keyof typeof en.backEnds.keys;

/** The words of a key: what it is and what it does; a key nobody knows goes by its name. */
export function keyWords(
  t: TFunction,
  key: string,
  backEnd: BackEndKind,
): { label: string; help: string } {
  const known = key.replaceAll(".", "_");
  if (backEnd === "directory" && isOfDirectories(known)) {
    return {
      label: t(`backEnds.directoryKeys.${known}.label`),
      help: t(`backEnds.directoryKeys.${known}.help`),
    };
  }
  if (!isKnown(known)) return { label: key, help: "" };
  return {
    label: t(`backEnds.keys.${known}.label`),
    help: t(`backEnds.keys.${known}.help`),
  };
}

type DirectoryKey = keyof typeof en.backEnds.directoryKeys;

/** Whether a key is about something else in a directory than in a table. */
function isOfDirectories(key: string): key is DirectoryKey {
  return Object.hasOwn(en.backEnds.directoryKeys, key);
}

type Choices = typeof en.backEnds.choice;

/** The words of a value that can be chosen; one nobody knows goes by itself. */
export function choiceWords(t: TFunction, key: string, value: string): string {
  const known = key.replaceAll(".", "_");
  const choice = value === "" ? "default" : value;
  if (known === "Params_SSCOPE" && isChoice(en.backEnds.choice[known], choice)) {
    return t(`backEnds.choice.Params_SSCOPE.${choice}`);
  }
  if (known === "Deskbook_Bind" && isChoice(en.backEnds.choice[known], choice)) {
    return t(`backEnds.choice.Deskbook_Bind.${choice}`);
  }
  return value;
}

function isChoice<Words extends Choices[keyof Choices]>(
  words: Words,
  choice: string,
): choice is keyof Words & string {
  return Object.hasOwn(words, choice);
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
/** What a column of the map is called: fields of a directory are stored in attributes. */
export function mapColumnLabel(t: TFunction, column: MapColumn, backEnd: BackEndKind): string {
  return column === "storage" && backEnd === "directory"
    ? t("backEnds.form.map.attribute")
    : t(`backEnds.form.map.column.${column}`);
}

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
