import type {
  ConnectionView,
  InstallationRequest,
  InstallationView,
  Keeping,
  SettingFindingView,
  SettingProblem,
  UnlockView,
} from "./bindings";
import { FakeInstallation } from "./fakeInstallation";
import { type FakeOptions, fakeError } from "./fakeOptions";

const connection: ConnectionView = {
  engine: "mysql",
  hosts: "otobo-db.nord.example",
  port: 3306,
  database: "otobo",
  user: "deskbook",
  tlsMode: "verifyFull",
  caFile: "",
  certificateFile: "",
  keyFile: "",
};

const connectionOfTest: ConnectionView = {
  ...connection,
  engine: "postgresql",
  hosts: "test-db.nord.example",
  port: 5432,
  database: "otobo_test",
};

function view(id: string, given: Partial<InstallationView>): InstallationView {
  return {
    id,
    kind: "otobo",
    name: "",
    hue: 255,
    readOnly: false,
    current: false,
    place: "",
    secret: null,
    keyring: "there",
    ...given,
  };
}

const placeOf = ({ hosts, database }: ConnectionView) => `${hosts}/${database}`;

/** The parts of a connection that a password is bound to. */
const boundTo = ({ engine, hosts, port, user, tlsMode }: ConnectionView) =>
  JSON.stringify([engine, hosts, port, user, tlsMode]);

/** The installations of the fake core, and which one the window shows. */
export class FakeInstallations {
  readonly #options: FakeOptions;
  #all: FakeInstallation[];
  #current: string;
  #made = 0;

  constructor(options: FakeOptions) {
    const { people, companies, sources, failing, preferences, agent } = options;
    const { keyring, locked, refused } = options;
    const kept = keyring ? "keyring" : "sessionOnly";
    const { sourceKeys, selections, directory, limit, signInDirectory } = options;
    const shapes = { sourceKeys, selections, directory, limit, signInDirectory };
    const common = { people, companies, sources, failing, preferences, agent, ...shapes };
    this.#options = options;
    this.#current = options.current;
    this.#all = [
      new FakeInstallation({
        ...common,
        view: view("local", { kind: "localDirectory" }),
        connection: null,
      }),
      new FakeInstallation({
        ...common,
        view: view("nordwind", {
          name: "Nordwind IT",
          hue: 145,
          readOnly: true,
          place: placeOf(connection),
          secret: locked ? "missing" : kept,
          keyring: keyring ? "there" : "absent",
        }),
        connection,
      }),
      new FakeInstallation({
        ...common,
        view: view("nordwind-test", {
          name: "Nordwind test",
          hue: 70,
          place: placeOf(connectionOfTest),
          secret: kept,
        }),
        connection: connectionOfTest,
        people: Math.min(people, 60),
      }),
    ];
    this.find("nordwind-test").refusesLogin = refused;
    this.find("nordwind-test").mayOnlyRead = options.reader;
  }

  get current(): FakeInstallation {
    return this.find(this.#current);
  }

  views(): InstallationView[] {
    return this.#all.map((one) => ({ ...one.view, current: one.view.id === this.#current }));
  }

  find(id: string): FakeInstallation {
    const found = this.#all.find((one) => one.view.id === id);
    if (!found) throw fakeError("installationUnknown");
    return found;
  }

  /** All that the window does not show. */
  get others(): FakeInstallation[] {
    return this.#all.filter((one) => one.view.id !== this.#current);
  }

  switchTo(id: string): void {
    this.#current = this.find(id).view.id;
  }

  /** Takes any password but `wrong`; the server that is asked about `unreached` does not answer. */
  unlock(id: string, password: string, keeping: Keeping): UnlockView {
    const found = this.find(id);
    const params = { host: found.connection?.hosts ?? "", user: found.connection?.user ?? "" };
    if (keeping === "onceItWorks" && password === "wrong") {
      const server = "Access denied for user 'deskbook'@'10.20.4.7' (using password: YES)";
      return { kind: "refused", error: fakeError("refusedLogin", { ...params, server }) };
    }
    if (keeping === "onceItWorks" && password === "unreached") {
      return { kind: "unreached", error: fakeError("hostUnreachable", params) };
    }
    found.view = { ...found.view, secret: this.kept };
    found.refusesLogin = false;
    return { kind: "kept", kept: this.kept };
  }

  remove(id: string): void {
    if (id === "local") throw fakeError("invalidInput");
    this.#all = this.#all.filter((one) => one.view.id !== id);
    if (this.#current === id) this.#current = "local";
  }

  get kept() {
    return this.#options.keyring ? "keyring" : "sessionOnly";
  }

  /** What is wrong with an installation as it is typed. */
  check({ id, name, connection: to, password }: InstallationRequest): SettingFindingView[] {
    const findings: SettingFindingView[] = [];
    const add = (field: string, kind: Exclude<SettingProblem["kind"], "tooLong">) =>
      findings.push({ field, problem: { kind } });
    const isTaken = this.#all.some((one) => one.view.name === name.trim() && one.view.id !== id);
    if (name.trim() === "") add("name", "required");
    else if (isTaken) add("name", "nameTaken");
    if (name.length > 60) findings.push({ field: "name", problem: { kind: "tooLong", limit: 60 } });
    if (to.hosts.trim() === "") add("hosts", "required");
    else if (/\s|\//.test(to.hosts.replaceAll(", ", ","))) add("hosts", "noHost");
    if (to.port < 1 || to.port > 65_535) add("port", "noPort");
    if (to.database.trim() === "") add("database", "required");
    if (to.user.trim() === "") add("user", "required");
    if (to.caFile.includes("missing")) add("caFile", "fileMissing");
    if (to.keyFile !== "" && to.certificateFile === "") add("keyFile", "keyWithoutCertificate");
    const old = id === null ? null : this.find(id);
    const isKept = old?.connection && boundTo(old.connection) === boundTo(to);
    if (password === null && (!isKept || old?.view.secret === "missing")) {
      add("password", "passwordNeeded");
    }
    return findings;
  }

  /** Keeps an installation; gives its id. */
  keep(request: InstallationRequest): string {
    const { id, name, hue, readOnly, connection: to } = request;
    const place = placeOf(to);
    if (id !== null) {
      const old = this.find(id);
      old.connection = to;
      old.view = { ...old.view, name, hue, readOnly, place, secret: this.kept };
      return id;
    }
    this.#made += 1;
    const made = `made-${this.#made}`;
    const { people, companies, failing, preferences } = this.#options;
    const given = view(made, { name, hue, readOnly, place, secret: this.kept });
    const common = { people, companies, failing, preferences, sources: 1, agent: null };
    const nowhere = { directory: false, limit: null, signInDirectory: false };
    const rest = { ...common, sourceKeys: {}, selections: [], ...nowhere };
    this.#all.push(new FakeInstallation({ ...rest, view: given, connection: to }));
    return made;
  }
}
