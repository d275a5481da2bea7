import type { TFunction } from "i18next";
import type { FieldView, Validity } from "../bridge/bindings";
import { fieldLabel } from "../i18n/fieldLabel";
import { type ColumnWidth, usualWidth } from "../lib/columns";
import { fieldText, type MarkedRow } from "../lib/marks";
import type { ListColumn } from "./listTypes";
import { ListText } from "./Marked";
import { ValidityPill } from "./ValidityPill";

/** The column of a map's field. */
export function fieldColumn<Row extends MarkedRow & { validity: Validity }>(
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
        <ListText {...fieldText(row, field.var)} />
      ),
  };
}
