import type {
  AgentView,
  AppSourceView,
  ConnectionView,
  CutView,
  InstallationView,
  MissingSourceView,
  PreferenceView,
  ServerLimitView,
  SignInModuleView,
  SourceForm,
  SourceHealthView,
  SourceView,
  SystemSettingView,
} from "./bindings";
import { FakeDirectory } from "./fakeDirectory";
import { connectedDirectory } from "./fakeEntries";
import { customerFields, customerUserFields } from "./fakeFields";
import { type FakeOptions, fakeError } from "./fakeOptions";
import type { FakeRecord } from "./fakeRecords";
import { FakeSearches } from "./fakeSearches";
import { preferencesOf, shippedSettings } from "./fakeSettings";
import { directorySignIn, shippedSignIn } from "./fakeSignIn";
import { checkSource, keyOf, shippedSource } from "./fakeSources";

/** When the fake sources were asked first, and when they ceased to answer. */
const since = "2026-11-25T08:12:00Z";

type Given = {
  view: InstallationView;
  connection: ConnectionView | null;
  people: number;
  companies: number;
  sources: number;
  failing: readonly string[];
  preferences: boolean;
  agent: number | null;
} & Pick<FakeOptions, "sourceKeys" | "selections" | "directory" | "limit" | "signInDirectory">;

/** One installation of the fake core. */
export class FakeInstallation {
  view: InstallationView;
  connection: ConnectionView | null;
  readonly directory: FakeDirectory;
  readonly searches: FakeSearches;
  forms: SourceForm[];
  settings: SystemSettingView[];
  /** The modules of the customers' sign-in. */
  signIn: SignInModuleView[];
  /** By the ids of sources: the database that a password is kept for. */
  readonly passwords = new Map<string, string>();
  /** Sources that do not answer. */
  readonly failing: Set<string>;
  /** The server refuses the password that is kept, so no source answers. */
  refusesLogin = false;
  /** The account has no right to write; the local directory has no account. */
  mayOnlyRead = false;
  readonly hasPreferences: boolean;
  /** The limit that ends each search in the directory. */
  readonly #limit: ServerLimitView | null;
  /** Who signs changes; nobody is needed in the local directory. */
  acting: number | null;
  /** What was stored as preferences, by login. */
  readonly #preferences = new Map<string, PreferenceView[]>();

  constructor(given: Given) {
    const { view, connection, people, companies, sources, failing, preferences, agent } = given;
    const { sourceKeys, selections, directory, limit } = given;
    this.hasPreferences = preferences;
    this.#limit = limit;
    this.acting = agent;
    this.view = view;
    this.connection = connection;
    this.directory = new FakeDirectory(people, companies);
    this.failing = new Set(connection ? failing : []);
    this.settings = connection ? shippedSettings() : [];
    this.signIn = connection && given.signInDirectory ? directorySignIn() : shippedSignIn();
    const names = connection ? sourceNames.slice(0, sources) : [sourceNames[0] ?? ""];
    this.forms = [
      ...names.map((name, number) =>
        directory && number === 1
          ? connectedDirectory(number)
          : shippedSource("customerUsers", number, name),
      ),
      shippedSource("customers", 0, "Database"),
    ];
    if (connection) {
      this.forms = this.forms.map((form, index) => ({
        ...form,
        keys: form.keys.map((key) => ({
          ...key,
          value: sourceKeys[form.id]?.[key.key] ?? key.value,
        })),
        selections: index === 0 ? [...selections] : [],
      }));
    }
    this.searches = new FakeSearches(this.directory, {
      sourceOf: (record) => this.sourceOf(record),
      missing: () => this.missing(),
      cuts: () => this.cuts(),
    });
  }

  /** The sources of a kind as the window needs them. */
  appSources(kind: SourceForm["kind"]): AppSourceView[] {
    const fields = kind === "customerUsers" ? customerUserFields : customerFields;
    return this.#of(kind).map((form) => ({
      id: form.id,
      name: keyOf(form, "Name"),
      backEnd: form.backEnd,
      ...this.#writing(form),
      automaticLogin: keyOf(form, "AutoLoginCreation") === "1",
      fields: fields
        .filter((field) => form.map.some((row) => row.var === field.var))
        .map((field) => ({
          ...field,
          choices: form.selections
            .filter((selection) => selection.var === field.var)
            .map(({ value, text }) => ({ value, text })),
        })),
    }));
  }

  /** The source that a form of a kind writes to: that of the record, else the one that was chosen. */
  writtenTo(
    kind: SourceForm["kind"],
    record: FakeRecord | undefined,
    chosen: string | null,
  ): AppSourceView {
    const of = kind === "customerUsers" ? this.sourceOf : this.customerSourceOf;
    const id = record ? of.call(this, record) : chosen;
    const all = this.appSources(kind);
    const source = id === null ? all.find((one) => one.writable) : all.find((one) => one.id === id);
    if (!source?.writable) throw fakeError("readOnly", { source: source?.name ?? "" });
    return source;
  }

  /** What OTOBO remembers of a customer user. */
  preferences(login: string): PreferenceView[] {
    return this.#preferences.get(login) ?? preferencesOf(login);
  }

  /** Stores a preference; `null` takes it away. */
  setPreference(login: string, key: string, value: string | null): void {
    const others = this.preferences(login).filter((one) => one.key !== key);
    this.#preferences.set(login, value === null ? others : [...others, { key, value }]);
  }

  /** The id of the source that a customer user is from: every fourth is from the second one. */
  sourceOf(record: FakeRecord): string {
    if (record.source) return record.source;
    const ids = this.#of("customerUsers").map((form) => form.id);
    const index = [...record.key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
    return (index % 4 === 3 ? ids[1] : ids[0]) ?? ids[0] ?? "CustomerUser";
  }

  /** The id of the source that a customer is from: the first one, unless it was added to another. */
  customerSourceOf(record: FakeRecord): string {
    return record.source ?? this.#of("customers")[0]?.id ?? "CustomerCompany";
  }

  /** The sources of customer users that do not answer. */
  missing(): MissingSourceView[] {
    return this.#of("customerUsers")
      .filter((form) => this.#fails(form))
      .map((form) => ({ id: form.id, name: keyOf(form, "Name"), error: this.#errorOf(form) }));
  }

  health(): SourceHealthView[] {
    return this.forms.map((form, index) => {
      const fails = this.#fails(form);
      return {
        id: form.id,
        name: keyOf(form, "Name"),
        state: fails ? "failing" : "answering",
        millis: fails ? null : 4 + index * 9,
        since,
        replica: index === 3,
        mayOnlyRead: this.mayOnlyRead,
        error: fails ? this.#errorOf(form) : null,
      };
    });
  }

  sourceViews(): SourceView[] {
    return this.forms.map((form) => {
      const table = keyOf(form, "Params.Table");
      const isLocal = this.connection === null;
      return {
        id: form.id,
        kind: form.kind,
        backEnd: form.backEnd,
        name: keyOf(form, "Name"),
        readOnly: form.backEnd === "directory" || keyOf(form, "ReadOnly") === "1",
        table,
        place: isLocal ? "" : keyOf(form, "Params.Host") || this.view.place,
        usable: checkSource(form, this.passwords.get(form.id)).length === 0,
      };
    });
  }

  #writing(form: SourceForm): Pick<AppSourceView, "writable" | "mayOnlyRead"> {
    const isWritten =
      !this.view.readOnly && form.backEnd === "database" && keyOf(form, "ReadOnly") !== "1";
    const mayOnlyRead = isWritten && this.mayOnlyRead;
    return { writable: isWritten && !mayOnlyRead, mayOnlyRead };
  }

  /** Whether a source is in a directory. */
  isDirectory(id: string): boolean {
    return this.forms.some((form) => form.id === id && form.backEnd === "directory");
  }

  /** Which sources give less than they have. */
  cuts(): CutView[] {
    const limit = this.#limit;
    const cut = this.forms.filter((form) => limit && form.backEnd === "directory");
    return cut.map((form) => ({
      id: form.id,
      name: keyOf(form, "Name"),
      found: 500,
      limit: limit ?? { kind: "time" },
      user: keyOf(form, "Params.UserDN"),
    }));
  }

  #of(kind: SourceForm["kind"]): SourceForm[] {
    return this.forms.filter((form) => form.kind === kind);
  }

  #fails(form: SourceForm): boolean {
    return this.refusesLogin || this.failing.has(form.id);
  }

  #errorOf(form: SourceForm) {
    if (this.refusesLogin) {
      return fakeError("refusedLogin", {
        host: this.connection?.hosts ?? "",
        user: this.connection?.user ?? "",
        server: "password authentication failed for user 'deskbook'",
      });
    }
    return fakeError("hostUnreachable", {
      host: this.connection?.hosts ?? "",
      port: String(this.connection?.port ?? 3306),
      source: form.id,
      server: "Connection refused (os error 111)",
    });
  }
}

/** The agents of the OTOBO systems; their names are made up. */
export const agents: readonly AgentView[] = [
  { id: 1, login: "root@localhost", name: "Admin OTOBO" },
  { id: 2, login: "r.krause", name: "Rita Krause" },
  { id: 3, login: "t.becker", name: "Tom Becker" },
  { id: 4, login: "a.yildiz", name: "Aylin Yıldız" },
];

const sourceNames = [
  "Database",
  "Partner portal",
  "Suppliers",
  "Trainees",
  "Archive 2019",
  "Works council",
  "Subsidiary Innsbruck",
  "Subsidiary Zürich",
  "Web shop",
  "Field service",
  "Guests",
];
