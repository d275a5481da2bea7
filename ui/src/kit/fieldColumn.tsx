import type { TFunction } from "i18next";
import type { FieldView, MarkView, Validity } from "../bridge/bindings";
import { fieldLabel } from "../i18n/fieldLabel";
import type { ListColumn } from "./listTypes";
import { Marked, type Span } from "./Marked";
import { ValidityPill } from "./ValidityPill";

/** What the rows of all lists of records have. */
type RecordRow = {
  values: { [variable: string]: string };
  validity: Validity;
  marks: readonly MarkView[];
};

/** How wide a field's column is, and how late it falls away. */
export type ColumnWidth = { minWidth: number; grow: number; priority: number };

/** For fields that nobody knows beforehand. */
const usualWidth: ColumnWidth = { minWidth: 110, grow: 1, priority: 0 };

/** The column of a map's field. */
export function fieldColumn<Row extends RecordRow>(
  t: TFunction,
  field: FieldView,
  width: ColumnWidth = usualWidth,
): ListColumn<Row> {
  const isValidity = field.kind === "validity";
  return {
    id: field.var,
    label: fieldLabel(t, field),
    ...width,
    sortable: !isValidity,
    cell: (row) =>
      isValidity ? (
        <span title={t(`validity.${row.validity}`)}>
          <ValidityPill validity={row.validity} />
        </span>
      ) : (
        <FieldText row={row} variable={field.var} />
      ),
  };
}

/** A field's value, cut where there is no room; the whole of it is in the tooltip and in the detail. */
export function FieldText({ row, variable }: { row: RecordRow; variable: string }) {
  const text = row.values[variable] ?? "";
  return (
    <span title={text}>
      <Marked text={text} spans={marksIn(row, variable)} />
    </span>
  );
}

/** Where the term occurs in a field. */
export function marksIn(row: RecordRow, variable: string): Span[] {
  return row.marks.filter((mark) => mark.var === variable);
}
