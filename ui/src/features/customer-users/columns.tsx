import type { TFunction } from "i18next";
import type {
  AppSourceView,
  CustomerUserRow,
  FieldView,
  InstallationView,
} from "../../bridge/bindings";
import { type ColumnWidth, FieldText, fieldColumn, marksIn } from "../../kit/fieldColumn";
import { InstallationName } from "../../kit/InstallationName";
import type { ListColumn } from "../../kit/listTypes";
import { Marked } from "../../kit/Marked";
import { RecordName } from "../../kit/RecordName";
import { useIsShown } from "../../kit/ShownColumns";
import { SourceBadge, SourceSign } from "../../kit/SourceBadge";
import { companyInitials } from "../../lib/initials";
import { shortNames } from "../../lib/shortNames";
import { PersonAvatar } from "./Photo";

type Column = ListColumn<CustomerUserRow>;

/** Columns shown unless somebody chose others, as far as they fit. */
export const defaultColumns = ["name", "UserLogin", "customer", "UserEmail", "UserPhone"];

/** Those with the comment, for windows that are wide enough. */
export const wideDefaultColumns = [...defaultColumns, "UserComment"];

/** The default of installations with several sources: which one somebody is from comes last. */
export const withSource = (columns: readonly string[]) => [...columns, "source"];

/** That of lists over several installations: which one somebody is from comes first after the name. */
export const withInstallation = (columns: readonly string[]) => {
  const [name = "name", ...rest] = columns.filter((column) => column !== "installation");
  return [name, "installation", ...rest];
};

/** What is known of a field's column; the lowest priority falls away first. */
const widths: Partial<Record<string, ColumnWidth>> = {
  UserLogin: { minWidth: 112, grow: 1, priority: 3 },
  UserEmail: { minWidth: 190, grow: 1.9, priority: 1 },
  UserPhone: { minWidth: 140, grow: 1, priority: 4 },
  UserComment: { minWidth: 140, grow: 1.4, priority: 2 },
};

/**
 * The columns that a map's fields make: the name first, then the customer's name, then each field, and
 * at the end the source where there are several, and the installation where several are searched.
 */
export function customerUserColumns(
  t: TFunction,
  fields: readonly FieldView[],
  sources: readonly AppSourceView[],
  installations: readonly InstallationView[],
): Column[] {
  const mapped = fields.filter((field) => field.kind !== "password");
  return [
    nameColumn(t, sources),
    customerColumn(t),
    ...mapped.map((field) => fieldColumn<CustomerUserRow>(t, field, widths[field.var])),
    ...(sources.length > 1 ? [sourceColumn(t, sources)] : []),
    ...(installations.length > 0 ? [installationColumn(t, installations)] : []),
  ];
}

function nameColumn(t: TFunction, sources: readonly AppSourceView[]): Column {
  return {
    id: "name",
    label: t("customerUsers.column.name"),
    minWidth: 190,
    grow: 1.7,
    priority: 9,
    sortable: true,
    cell: (row) => (
      <RecordName
        avatar={<PersonAvatar person={row} sources={sources} size="small" />}
        validity={row.validity}
        sign={sources.length > 1 ? <NameSource source={row.source} sources={sources} /> : null}
      >
        <ListName row={row} />
      </RecordName>
    ),
  };
}

/** The source beside the name, for lists that show no column of it. */
function NameSource({ source, sources }: { source: string; sources: readonly AppSourceView[] }) {
  const hasColumn = useIsShown("source");
  const own = sources.find(({ id }) => id === source);
  if (hasColumn || own === undefined) return null;
  const name = own.name || own.id;
  const isAlone = sources.filter(({ backEnd }) => backEnd === own.backEnd).length === 1;
  return (
    <SourceSign backEnd={own.backEnd} name={name} letters={isAlone ? "" : companyInitials(name)} />
  );
}

/** "Last, First", marked in both. */
function ListName({ row }: { row: CustomerUserRow }) {
  const last = row.values.UserLastname ?? "";
  const first = row.values.UserFirstname ?? "";
  if (last === "" && first === "") return <span title={row.login}>{row.login}</span>;
  const comma = last !== "" && first !== "" ? ", " : "";
  const shift = last.length + comma.length;
  const spans = [
    ...marksIn(row, "UserLastname"),
    ...marksIn(row, "UserFirstname").map((span) => ({
      ...span,
      start: span.start + shift,
      end: span.end + shift,
    })),
  ];
  const text = `${last}${comma}${first}`;
  return (
    <span title={text}>
      <Marked text={text} spans={spans} />
    </span>
  );
}

function customerColumn(t: TFunction): Column {
  return {
    id: "customer",
    label: t("customerUsers.column.customer"),
    minWidth: 130,
    grow: 1.2,
    priority: 5,
    sortable: false,
    cell: (row) => <ListCustomer row={row} />,
  };
}

/** The room of a source's name in a list: about so many pixels a letter, its sign, the gap to the next column. */
const letter = 7.2;
const sign = 18;
const gap = 14;

function sourceColumn(t: TFunction, sources: readonly AppSourceView[]): Column {
  const names = sources.map((one) => one.name || one.id);
  const shown = shortNames(names);
  const longest = Math.max(0, ...shown.map((name) => name.length));
  return {
    id: "source",
    label: t("customerUsers.column.source"),
    minWidth: Math.max(80, Math.ceil(longest * letter) + sign + gap),
    grow: 0.7,
    priority: 0,
    sortable: false,
    cell: ({ source }) => {
      const index = sources.findIndex((one) => one.id === source);
      return (
        <SourceBadge
          backEnd={sources[index]?.backEnd ?? "database"}
          name={names[index] ?? source}
          short={shown[index] ?? source}
        />
      );
    },
  };
}

function installationColumn(t: TFunction, installations: readonly InstallationView[]): Column {
  return {
    id: "installation",
    label: t("customerUsers.column.installation"),
    minWidth: 120,
    grow: 0.8,
    priority: 8,
    sortable: false,
    cell: ({ installation }) => {
      const one = installations.find(({ id, current }) =>
        installation === null ? current : id === installation,
      );
      return one === undefined ? null : <InstallationName installation={one} />;
    },
  };
}

/** The customer's name; the ID too if that is why the row was found, or alone if nobody has it. */
function ListCustomer({ row }: { row: CustomerUserRow }) {
  const { customerName: name } = row;
  if (name === null) return <FieldText row={row} variable="UserCustomerID" />;
  const id = row.values.UserCustomerID ?? "";
  const spans = marksIn(row, "UserCustomerID");
  if (spans.length === 0) return <span title={name}>{name}</span>;
  return (
    <span title={`${name} (${id})`}>
      <Marked text={id} spans={spans} /> {name}
    </span>
  );
}

/** The field behind a column that can be sorted by. */
export function sortField(column: string): string {
  return column === "name" ? "UserLastname" : column;
}
