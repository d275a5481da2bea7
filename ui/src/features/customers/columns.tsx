import type { TFunction } from "i18next";
import type { CustomerRow, FieldView } from "../../bridge/bindings";
import { Avatar } from "../../kit/Avatar";
import { fieldColumn } from "../../kit/fieldColumn";
import type { ListColumn } from "../../kit/listTypes";
import { Marked } from "../../kit/Marked";
import { RecordName } from "../../kit/RecordName";
import type { ColumnWidth } from "../../lib/columns";
import { companyInitials } from "../../lib/initials";
import { marksIn } from "../../lib/marks";

type Column = ListColumn<CustomerRow>;

/** Columns shown unless somebody chose others, as far as they fit. */
export const defaultColumns = [
  "name",
  "CustomerID",
  "CustomerCompanyCity",
  "CustomerCompanyCountry",
  "CustomerCompanyURL",
];

/** Those with the comment, for windows that are wide enough. */
export const wideDefaultColumns = [...defaultColumns, "CustomerCompanyComment"];

const nameField = "CustomerCompanyName";

/** What is known of a field's column; the lowest priority falls away first. */
const widths: Partial<Record<string, ColumnWidth>> = {
  CustomerID: { minWidth: 110, grow: 1, priority: 5 },
  CustomerCompanyCity: { minWidth: 100, grow: 1, priority: 4 },
  CustomerCompanyCountry: { minWidth: 100, grow: 1, priority: 2 },
  CustomerCompanyURL: { minWidth: 170, grow: 1.4, priority: 1 },
  CustomerCompanyComment: { minWidth: 120, grow: 1.4, priority: 3 },
};

/** The columns that a map's fields make: the name first, then each other field. */
export function customerColumns(t: TFunction, fields: readonly FieldView[]): Column[] {
  const others = fields.filter((field) => field.var !== nameField);
  return [
    nameColumn(t),
    ...others.map((field) => fieldColumn<CustomerRow>(t, field, widths[field.var])),
  ];
}

function nameColumn(t: TFunction): Column {
  return {
    id: "name",
    label: t("customers.column.name"),
    minWidth: 200,
    grow: 1.8,
    priority: 9,
    sortable: true,
    cell: (row) => (
      <RecordName
        avatar={
          <Avatar initials={companyInitials(row.name)} seed={row.customerId} shape="square" />
        }
        validity={row.validity}
      >
        <span title={row.name}>
          <Marked text={row.name} spans={marksIn(row, nameField)} />
        </span>
      </RecordName>
    ),
  };
}

/** The field behind a column that can be sorted by. */
export function sortField(column: string): string {
  return column === "name" ? nameField : column;
}
