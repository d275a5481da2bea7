import type { TFunction } from "i18next";
import type { ReactNode } from "react";
import type {
  AppSourceView,
  CustomerUserRow,
  FieldView,
  InstallationView,
} from "../../bridge/bindings";
import { fieldColumn } from "../../kit/fieldColumn";
import { InstallationName } from "../../kit/InstallationName";
import type { ListColumn } from "../../kit/listTypes";
import { ListText } from "../../kit/Marked";
import { RecordName } from "../../kit/RecordName";
import { useIsShown } from "../../kit/ShownColumns";
import { SourceBadge, SourceSign, sourceWords } from "../../kit/SourceBadge";
import { companyInitials } from "../../lib/initials";
import { personWidth, sourceWidth } from "../../lib/personColumns";
import { customerText, nameText } from "../../lib/personTexts";
import { shortNames } from "../../lib/shortNames";
import { PersonAvatar } from "./Photo";

type Column = ListColumn<CustomerUserRow>;

/** That of lists over several installations: which one somebody is from comes first after the name. */
export const withInstallation = (columns: readonly string[]) => {
  const [name = "name", ...rest] = columns.filter((column) => column !== "installation");
  return [name, "installation", ...rest];
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
    ...mapped.map((field) => fieldColumn<CustomerUserRow>(t, field, personWidth(field.var))),
    ...(sources.length > 1 ? [sourceColumn(t, sources)] : []),
    ...(installations.length > 0 ? [installationColumn(t, installations)] : []),
  ];
}

function nameColumn(t: TFunction, sources: readonly AppSourceView[]): Column {
  const signs = new Map(sources.map((one) => [one.id, sourceSign(t, one, sources)]));
  return {
    id: "name",
    label: t("customerUsers.column.name"),
    ...personWidth("name"),
    sortable: true,
    cell: (row) => (
      <RecordName
        avatar={<PersonAvatar person={row} sources={sources} size="small" />}
        validity={row.validity}
        sign={sources.length > 1 ? <NameSource>{signs.get(row.source)}</NameSource> : null}
      >
        <ListText {...nameText(row)} />
      </RecordName>
    ),
  };
}

/** The source beside the name, for lists that show no column of it. */
function NameSource({ children }: { children: ReactNode }) {
  return useIsShown("source") ? null : children;
}

function sourceSign(t: TFunction, one: AppSourceView, all: readonly AppSourceView[]): ReactNode {
  const name = one.name || one.id;
  const isAlone = all.filter(({ backEnd }) => backEnd === one.backEnd).length === 1;
  const words = sourceWords(t, one.backEnd, name);
  return (
    <SourceSign
      backEnd={one.backEnd}
      words={words}
      letters={isAlone ? "" : companyInitials(name)}
    />
  );
}

function customerColumn(t: TFunction): Column {
  return {
    id: "customer",
    label: t("customerUsers.column.customer"),
    ...personWidth("customer"),
    sortable: false,
    cell: (row) => <ListText {...customerText(row)} />,
  };
}

function sourceColumn(t: TFunction, sources: readonly AppSourceView[]): Column {
  const names = sources.map((one) => one.name || one.id);
  const shown = shortNames(names);
  const badge = (source: string) => {
    const index = sources.findIndex(({ id }) => id === source);
    const backEnd = sources[index]?.backEnd ?? "database";
    const words = sourceWords(t, backEnd, names[index] ?? source);
    return <SourceBadge backEnd={backEnd} words={words} short={shown[index] ?? source} />;
  };
  const badges = new Map(sources.map(({ id }) => [id, badge(id)]));
  return {
    id: "source",
    label: t("customerUsers.column.source"),
    ...sourceWidth(shown),
    sortable: false,
    cell: ({ source }) => badges.get(source) ?? badge(source),
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

/** The field behind a column that can be sorted by. */
export function sortField(column: string): string {
  return column === "name" ? "UserLastname" : column;
}
