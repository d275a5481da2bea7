import type { AppView, CustomerUserRow, SettingsView } from "../bridge/bindings";
import type { en } from "../i18n/en";
import {
  type ColumnRank,
  type ColumnWidth,
  chosenColumns,
  fittingColumns,
  rowPadding,
  wideWindow,
} from "../lib/columns";
import { fieldText, type MarkedText } from "../lib/marks";
import { personWidth, sourceWidth, usualColumns } from "../lib/personColumns";
import { customerText, nameText } from "../lib/personTexts";
import { shortNames } from "../lib/shortNames";

/** A column of the early list. */
export type EarlyColumn = ColumnRank &
  ColumnWidth & { label: string; text: (row: CustomerUserRow) => MarkedText };

/** The columns that the list of customer users will have, in a place of this width. */
export function earlyColumns(
  words: typeof en,
  { customerUserFields, sources }: AppView,
  { customerUserColumns: chosen }: SettingsView,
  width: number,
): EarlyColumn[] {
  const names = shortNames(sources.map(({ id, name }) => name || id));
  const nameOf = (source: string) => names[sources.findIndex(({ id }) => id === source)] ?? source;
  const { column } = words.customerUsers;
  const labels: Partial<Record<string, string>> = words.fields;
  const all: EarlyColumn[] = [
    { id: "name", label: column.name, ...personWidth("name"), text: nameText },
    { id: "customer", label: column.customer, ...personWidth("customer"), text: customerText },
    ...customerUserFields.map(({ var: id, label }) => ({
      id,
      label: labels[label] ?? label,
      ...personWidth(id),
      text: (row: CustomerUserRow) => fieldText(row, id),
    })),
    {
      id: "source",
      label: column.source,
      ...sourceWidth(names),
      text: ({ source }) => plain(nameOf(source)),
    },
  ];
  if (chosen) return chosenColumns(all, chosen);
  const usual = usualColumns(window.matchMedia(wideWindow).matches, sources.length > 1);
  return fittingColumns(chosenColumns(all, usual), width - rowPadding);
}

function plain(text: string): MarkedText {
  return { text, spans: [], title: text };
}
