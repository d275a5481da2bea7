import type {
  ConnectionView,
  FieldView,
  MapRowView,
  SourceFindingView,
  SourceForm,
  SourceKind,
  SourceProblem,
  TlsMode,
} from "./bindings";
import { customerFields, customerUserFields } from "./fakeFields";
import { directoryKeys, shippedKeys } from "./fakeSourceKeys";

const columnOf: Partial<Record<string, string>> = {
  UserTitle: "title",
  UserFirstname: "first_name",
  UserLastname: "last_name",
  UserLogin: "login",
  UserPassword: "pw",
  UserEmail: "email",
  UserCustomerID: "customer_id",
  UserComment: "comments",
  CustomerID: "customer_id",
  CustomerCompanyComment: "comments",
  ValidID: "valid_id",
};

function mapRow(field: FieldView): MapRowView {
  const plain = field.var.replace(/^(User|CustomerCompany)/, "").toLowerCase();
  return {
    var: field.var,
    label: field.label,
    storage: columnOf[field.var] ?? plain,
    shown: field.shown === "never" ? 0 : 1,
    required: field.required,
    type: field.kind === "validity" ? "int" : "var",
    link: field.var === "CustomerCompanyURL" ? "[% Data.CustomerCompanyURL | html %]" : "",
    readOnly: false,
    target: field.var === "CustomerCompanyURL" ? "_blank" : "",
    class: "",
  };
}

const prefixOf = { customerUsers: "CustomerUser", customers: "CustomerCompany" } as const;

/** The n-th source of a kind, as OTOBO ships it. */
export function shippedSource(kind: SourceKind, number: number, name: string): SourceForm {
  const fields = kind === "customerUsers" ? customerUserFields : customerFields;
  return {
    id: `${prefixOf[kind]}${number === 0 ? "" : number}`,
    kind,
    backEnd: "database",
    keys: shippedKeys(kind, name),
    map: fields.map(mapRow),
    selections: [],
  };
}

/** What a new source in a directory begins with. */
export function newDirectory(number: number, login: string): SourceForm {
  const fields = customerUserFields.filter(
    ({ kind }) => kind !== "password" && kind !== "validity",
  );
  const storage = (field: FieldView) =>
    field.kind === "login" ? login : (attributeOf[field.var] ?? "description");
  return {
    id: `CustomerUser${number === 0 ? "" : number}`,
    kind: "customerUsers",
    backEnd: "directory",
    keys: directoryKeys(login),
    map: fields.map((field) => ({ ...mapRow(field), storage: storage(field) })),
    selections: [],
  };
}

/** A form with the keys of what its module stands for. */
export function arrangedSource(form: SourceForm): SourceForm {
  const isDirectory = /ldap/i.test(keyOf(form, "Module"));
  const keys = isDirectory ? directoryKeys("uid") : shippedKeys(form.kind, "");
  return {
    ...form,
    backEnd: isDirectory ? "directory" : "database",
    keys: keys.map((one) => {
      const typed = form.keys.find(({ key }) => key === one.key);
      return { ...one, value: typed && one.kind !== "secret" ? typed.value : one.value };
    }),
  };
}

const attributeOf: Partial<Record<string, string>> = {
  UserTitle: "title",
  UserFirstname: "givenName",
  UserLastname: "sn",
  UserEmail: "mail",
  UserCustomerID: "mail",
  UserPhone: "telephoneNumber",
  UserMobile: "mobile",
  UserStreet: "street",
  UserZip: "postalCode",
  UserCity: "l",
  UserCountry: "c",
};

/** The first number that no source of a kind has; `null` when all eleven are taken. */
export function freeNumber(kind: SourceKind, forms: readonly SourceForm[]): number | null {
  const taken = new Set(forms.map((form) => form.id));
  const id = (number: number) => `${prefixOf[kind]}${number === 0 ? "" : number}`;
  const numbers = Array.from({ length: 11 }, (_, number) => number);
  return numbers.find((number) => !taken.has(id(number))) ?? null;
}

/** The value of a key. */
export function keyOf(form: SourceForm, key: string): string {
  return form.keys.find((one) => one.key === key)?.value ?? "";
}

/** What a server has to prove whose source is tried: one of the source's own proves all by default. */
export function testedTls(form: SourceForm, otobo: ConnectionView | null): TlsMode {
  if (form.backEnd === "directory") {
    return keyOf(form, "Deskbook.TLSMode") === "disable" ? "disable" : "verifyFull";
  }
  if (keyOf(form, "Params.DSN") === "") return otobo?.tlsMode ?? "disable";
  return keyOf(form, "Deskbook.TLSMode") === "disable" ? "disable" : "verifyFull";
}

/** What a password of a source's own server is bound to; `null` where there is none that takes one. */
export function databaseOf(form: SourceForm): string | null {
  if (form.backEnd === "directory") {
    const user = keyOf(form, "Params.UserDN");
    const isAsked = user !== "" && keyOf(form, "Deskbook.Bind") === "";
    return isAsked ? `${user} ${keyOf(form, "Params.Host")}` : null;
  }
  const dsn = keyOf(form, "Params.DSN");
  return dsn === "" ? null : `${keyOf(form, "Params.User")} ${dsn}`;
}

/** The form as it is kept: without the password. */
export function withoutPassword(form: SourceForm): SourceForm {
  const keys = form.keys.map((one) => (one.kind === "secret" ? { ...one, value: "" } : one));
  return { ...form, keys };
}

/**
 * Checks a form as the core would; `keptFor` is what a password is kept for. The real rules are Rust's;
 * these only have their outcomes.
 */
export function checkSource(form: SourceForm, keptFor: string | undefined): SourceFindingView[] {
  const findings: SourceFindingView[] = [];
  const add = (key: string, kind: SourceProblem["kind"], row?: number, column?: string) =>
    findings.push({ key, row: row ?? null, column: column ?? null, problem: { kind } });
  const columns = new Set(form.map.map((row) => row.storage));
  for (const { key, kind, value, required } of form.keys) {
    if (required && value.trim() === "") add(key, "required");
    if (kind === "number" && !/^\d*$/.test(value)) add(key, "noNumber");
    if (kind === "columns") {
      const named = value.split(",").map((name) => name.trim());
      if (named.some((name) => name !== "" && !columns.has(name))) add(key, "notInMap");
    }
    if (key === "Params.Connect" && value !== "" && !/^set\s/i.test(value)) add(key, "notAllowed");
  }
  const seen = new Set<string>();
  for (const [index, row] of form.map.entries()) {
    if (row.storage.trim() === "") add("Map", "required", index, "storage");
    else if (!/^[\w.]+$/.test(row.storage)) add("Map", "noName", index, "storage");
    if (row.var !== "" && seen.has(row.var)) add("Map", "twice", index, "var");
    seen.add(row.var);
  }
  for (const [index, { var: name }] of form.selections.entries()) {
    if (!seen.has(name)) add("Selections", "notInMap", index, "var");
  }
  const database = databaseOf(form);
  const secret = form.keys.find(({ kind }) => kind === "secret");
  const hasPassword = (secret?.value ?? "") !== "" || keptFor === database;
  if (secret && database !== null && findings.length === 0 && !hasPassword) {
    add(secret.key, "required");
  }
  return findings;
}
