import type {
  AppSourceView,
  ConnectionView,
  InstallationView,
  MissingSourceView,
  SourceForm,
  SourceHealthView,
  SourceView,
  SystemSettingView,
} from "./bindings";
import { FakeDirectory } from "./fakeDirectory";
import { customerUserFields } from "./fakeFields";
import { fakeError } from "./fakeOptions";
import type { FakeRecord } from "./fakeRecords";
import { FakeSearches } from "./fakeSearches";
import { shippedSettings } from "./fakeSettings";
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
};

/** One installation of the fake core. */
export class FakeInstallation {
  view: InstallationView;
  connection: ConnectionView | null;
  readonly directory: FakeDirectory;
  readonly searches: FakeSearches;
  forms: SourceForm[];
  settings: SystemSettingView[];
  /** By the ids of sources: the database that a password is kept for. */
  readonly passwords = new Map<string, string>();
  /** Sources that do not answer. */
  readonly failing: Set<string>;
  /** The server refuses the password that is kept, so no source answers. */
  refusesLogin = false;
  readonly hasPreferences: boolean;

  constructor(given: Given) {
    const { view, connection, people, companies, sources, failing, preferences } = given;
    this.hasPreferences = preferences;
    this.view = view;
    this.connection = connection;
    this.directory = new FakeDirectory(people, companies);
    this.failing = new Set(connection ? failing : []);
    this.settings = connection ? shippedSettings() : [];
    const names = connection ? sourceNames.slice(0, sources) : [sourceNames[0] ?? ""];
    this.forms = [
      ...names.map((name, number) => shippedSource("customerUsers", number, name)),
      shippedSource("customers", 0, "Database"),
    ];
    this.searches = new FakeSearches(this.directory, {
      sourceOf: (record) => this.sourceOf(record),
      missing: () => this.missing(),
    });
  }

  /** The sources of customer users as the window needs them. */
  appSources(): AppSourceView[] {
    return this.#of("customerUsers").map((form) => ({
      id: form.id,
      name: keyOf(form, "Name"),
      fields: customerUserFields,
    }));
  }

  /** The id of the source that a customer user is from: every fourth is from the second one. */
  sourceOf(record: FakeRecord): string {
    const ids = this.#of("customerUsers").map((form) => form.id);
    const index = [...record.key].reduce((sum, letter) => sum + letter.charCodeAt(0), 0);
    return (index % 4 === 3 ? ids[1] : ids[0]) ?? ids[0] ?? "CustomerUser";
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
        readOnly: keyOf(form, "ReadOnly") === "1",
        table,
        place: isLocal ? "" : this.view.place,
        usable: checkSource(form, this.passwords.get(form.id)).length === 0,
      };
    });
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
