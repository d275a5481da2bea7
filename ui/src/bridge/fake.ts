import type {
  AppView,
  CheckView,
  CustomerDraft,
  CustomerSaveView,
  CustomerUserDraft,
  CustomerUserSaveView,
  DataChanged,
  HealthChanged,
  JobProgress,
  LockWanted,
  MirrorChanged,
  MoveProgressed,
  MovesView,
  SettingsView,
  Topic,
} from "./bindings";
import type { Bridge, Commands, MayClose } from "./bridge";
import { agentCommands } from "./fakeAgents";
import { cacheCommands, staleCaches } from "./fakeCaches";
import type { FakeDirectory } from "./fakeDirectory";
import { entryCommands } from "./fakeEntries";
import { fakeEvent } from "./fakeEvent";
import { FakeEverywhere } from "./fakeEverywhere";
import {
  customerFields,
  customerSearchFields,
  customerUserFields,
  customerUserSearchFields,
} from "./fakeFields";
import { FakeInstallations } from "./fakeInstallations";
import { loginCommands } from "./fakeLogin";
import { mirrorCommands } from "./fakeMirror";
import {
  customerMoves,
  customerUserMoves,
  moveCommands,
  movePeople,
  noMoves,
  tellMoves,
} from "./fakeMoves";
import { defaultOptions, type FakeOptions, fakeError } from "./fakeOptions";
import { healthCommands, installationCommands, sourceCommands } from "./fakeOtobo";
import { preferenceCommands } from "./fakePreferences";
import { check } from "./fakeRules";
import { findRecords, orderHits } from "./fakeSearch";
import { FakeSecurity, securityCommands } from "./fakeSecurity";
import { signInCommands } from "./fakeSignIn";
import { customerRow, customerSuggestion, customerUserView, customerView } from "./fakeViews";
import { automaticLogin, changedMeanwhile, isThere, sign } from "./fakeWriting";

/** The fake bridge and what a test may look at or trigger. */
export type FakeBridge = Bridge & {
  /** Everything that was put on the clipboard, in order. */
  copied: string[];
  /** The system wants Deskbook to be locked. */
  wantLock: () => void;
  /** What was put aside each time Deskbook was locked; `null` for nothing. */
  locked: (string | null)[];
  /** Closes the window as its user would; `false` when somebody said no. */
  requestClose: () => Promise<boolean>;
  /** A source of the current installation ceases to answer, or answers again. */
  setAnswering: (source: string, answers: boolean) => void;
  /** It is found out whether the account of the current installation may only read. */
  setRights: (rights: "read" | "write") => void;
};

/** An in-memory stand-in for the core: the whole UI runs on it in a browser and in tests. */
export function fakeBridge(given: Partial<FakeOptions> = {}): FakeBridge {
  const options = { ...defaultOptions, ...given };
  const dataChanged = fakeEvent<DataChanged>();
  const jobProgress = fakeEvent<JobProgress>();
  const healthChanged = fakeEvent<HealthChanged>();
  const mirrorChanged = fakeEvent<MirrorChanged>();
  const moveProgressed = fakeEvent<MoveProgressed>();
  const lockWanted = fakeEvent<LockWanted>();
  const copied: string[] = [];
  const closeGuards = new Set<MayClose>();
  let revision = 0;

  const installations = new FakeInstallations(options);
  const core: FakeCore = {
    options,
    installations,
    get directory() {
      return installations.current.directory;
    },
    copied,
    security: new FakeSecurity(options),
    changed: (...topics) => {
      revision += 1;
      dataChanged.send({ topics, revision });
    },
    answer: async (make) => {
      await new Promise((resolve) => setTimeout(resolve, options.delay));
      return make();
    },
    healthChanged: () => {
      revision += 1;
      healthChanged.send({ revision });
    },
    moved: (moves) => tellMoves(moves, options.delay, moveProgressed.send),
    read: (make) =>
      core.answer(() => {
        if (options.failWith) throw fakeError(options.failWith, { path: "/home/rita/deskbook" });
        return make();
      }),
  };

  const commands = {
    ...windowCommands(core),
    ...securityCommands(core),
    ...searchCommands(core),
    ...customerUserCommands(core),
    ...customerCommands(core),
    ...moveCommands(core),
    ...preferenceCommands(core),
    ...entryCommands(core),
    ...loginCommands(core),
    ...signInCommands(core),
    ...agentCommands(core),
    ...cacheCommands(core),
    ...mirrorCommands(core, () => {
      revision += 1;
      mirrorChanged.send({ revision });
    }),
    ...jobCommands(core, jobProgress.send),
    ...installationCommands(core, appViewOf),
    ...healthCommands(core),
    ...sourceCommands(core),
  } satisfies Commands;

  return {
    commands: failing(commands, options.fail),
    events: {
      dataChanged: dataChanged.source,
      jobProgress: jobProgress.source,
      healthChanged: healthChanged.source,
      mirrorChanged: mirrorChanged.source,
      moveProgressed: moveProgressed.source,
      lockWanted: lockWanted.source,
    },
    onCloseRequested: async (mayClose) => {
      closeGuards.add(mayClose);
      return () => {
        closeGuards.delete(mayClose);
      };
    },
    copied,
    wantLock: () => lockWanted.send(null),
    locked: core.security.locked,
    requestClose: async () => {
      const answers = await Promise.all([...closeGuards].map((mayClose) => mayClose()));
      return answers.every(Boolean);
    },
    setAnswering: (source, answers) => {
      const { failing } = installations.current;
      if (answers) failing.delete(source);
      else failing.add(source);
      core.healthChanged();
    },
    setRights: (rights) => {
      installations.current.mayOnlyRead = rights === "read";
      core.healthChanged();
    },
  };
}

/** What the commands share. */
export type FakeCore = {
  options: FakeOptions;
  installations: FakeInstallations;
  /** The records of the current installation. */
  readonly directory: FakeDirectory;
  copied: string[];
  security: FakeSecurity;
  changed: (...topics: Topic[]) => void;
  healthChanged: () => void;
  /** Tells the progress of a move. */
  moved: (moves: MovesView) => Promise<void>;
  /** Answers after the usual time. */
  answer: <T>(make: () => T) => Promise<T>;
  /** Answers from the directory, which may be told to fail. */
  read: <T>(make: () => T) => Promise<T>;
};

/** Some of the commands. */
export type Only<Name extends keyof Commands> = Pick<Commands, Name>;

function windowCommands(core: FakeCore) {
  const { options, installations, copied, answer, read } = core;
  let failures = options.startError ? 2 : 0;
  let settings: SettingsView = { ...firstSettings, ...options.settings };
  const copy = (text: string) =>
    answer(() => {
      copied.push(text);
      return null;
    });
  return {
    appStart: () =>
      answer(() => {
        core.security.mayStart();
        if (options.startError && failures > 0) {
          failures -= 1;
          throw fakeError(options.startError, { path: firstView.dataFolder });
        }
        return appViewOf(installations);
      }),
    overviewRead: () =>
      read(() => ({
        customerUsers: core.directory.countCustomerUsers(),
        customers: core.directory.customers.size,
      })),
    settingsRead: () =>
      answer(() => {
        core.security.mayStart();
        return settings;
      }),
    settingsSave: (wanted) =>
      answer(() => {
        settings = wanted;
        return null;
      }),
    secretCopy: copy,
    textCopy: copy,
  } satisfies Only<
    "appStart" | "overviewRead" | "settingsRead" | "settingsSave" | "secretCopy" | "textCopy"
  >;
}

function searchCommands({ installations, answer, read }: FakeCore) {
  const searches = () => installations.current.searches;
  const everywhere = new FakeEverywhere(installations);
  return {
    customerUsersSearchStart: (request) => read(() => everywhere.start(request)),
    customerUsersSearchPage: (request) => read(() => everywhere.page(request)),
    customersSearchStart: (request) => read(() => searches().start("customers", request)),
    customersSearchPage: (request) =>
      read(() => searches().page(request, (hit) => customerRow(installations.current, hit))),
    searchCount: (search) => read(() => searches().count(search)),
    searchGrown: (_search, revision) => answer(() => revision),
    searchCancel: (search) =>
      answer(() => {
        searches().cancel(search);
        return null;
      }),
  } satisfies Only<
    | "customerUsersSearchStart"
    | "customerUsersSearchPage"
    | "customersSearchStart"
    | "customersSearchPage"
    | "searchCount"
    | "searchGrown"
    | "searchCancel"
  >;
}

function customerUserCommands(core: FakeCore) {
  const { installations, changed, answer, read } = core;
  let { meanwhile } = core.options;
  const storedOf = ({ editing }: CustomerUserDraft) =>
    editing ? core.directory.findCustomerUser(editing.key) : undefined;

  function checkCustomerUser(draft: CustomerUserDraft): CheckView {
    const { values, editing, password } = draft;
    const here = installations.current;
    const source = here.writtenTo("customerUsers", storedOf(draft), draft.source);
    const isMade = editing === null && source.automaticLogin;
    const fields = source.fields.filter((field) => !(isMade && field.kind === "login"));
    const { findings, free } = check(
      "customerUser",
      core.directory,
      fields,
      values,
      editing?.key ?? null,
    );
    const missing = password.kind === "typed" && password.password === "";
    if (missing) findings.push({ field: "UserPassword", problem: { kind: "required" } });
    return { findings, free };
  }

  function save(draft: CustomerUserDraft): CustomerUserSaveView {
    const { editing, password } = draft;
    const here = installations.current;
    const stored = storedOf(draft);
    const source = here.writtenTo("customerUsers", stored, draft.source);
    isThere(editing, stored);
    if (stored && meanwhile) {
      stored.values = { ...stored.values, ...meanwhile };
      stored.changes = { ...stored.changes, changedBy: "Tom Becker" };
      meanwhile = null;
    }
    const { findings } = checkCustomerUser(draft);
    if (findings.length > 0) return { kind: "refused", findings };
    sign(here);
    const theirs = changedMeanwhile(editing, stored);
    if (theirs) return { kind: "conflict", theirs };
    const made = editing === null && source.automaticLogin ? automaticLogin() : null;
    const values = made ? { ...draft.values, UserLogin: made } : draft.values;
    const moves = stored ? customerUserMoves(here, stored.values, values, draft.options) : noMoves;
    const { directory } = core;
    const key = values.UserLogin ?? "";
    const record = directory.store("customerUsers", stored?.key ?? null, key, values);
    record.source = source.id;
    if (password.kind !== "keep") record.password = password.kind === "none" ? "none" : "set";
    changed("customerUsers");
    return {
      kind: "saved",
      record: customerUserView(installations.current, record),
      generatedPassword: password.kind === "generate" ? "vT7kmqZr2hw9Pxe4Lc8N" : null,
      moves,
      staleCaches: staleCaches(here, source.id),
    };
  }

  return {
    customerUserFind: (login) =>
      read(() => {
        const record = core.directory.findCustomerUser(login);
        return record ? customerUserView(installations.current, record) : null;
      }),
    customerUserCheck: (draft) => answer(() => checkCustomerUser(draft)),
    customerUserSave: async (draft) => {
      const answer = await core.answer(() => save(draft));
      if (answer.kind === "saved") await core.moved(answer.moves);
      return answer;
    },
  } satisfies Only<"customerUserFind" | "customerUserCheck" | "customerUserSave">;
}

function customerCommands(core: FakeCore) {
  const { installations, changed, answer, read } = core;
  const storedOf = ({ editing }: CustomerDraft) =>
    editing ? core.directory.customers.get(editing.key) : undefined;
  const checkCustomer = (draft: CustomerDraft): CheckView => {
    const { values, editing } = draft;
    const here = installations.current;
    const { fields } = here.writtenTo("customers", storedOf(draft), draft.source);
    return check("customer", core.directory, fields, values, editing?.key ?? null);
  };
  function save(draft: CustomerDraft): CustomerSaveView {
    const { values, editing } = draft;
    const here = installations.current;
    const stored = storedOf(draft);
    const source = here.writtenTo("customers", stored, draft.source);
    isThere(editing, stored);
    const { findings } = checkCustomer(draft);
    if (findings.length > 0) return { kind: "refused", findings };
    sign(here);
    const theirs = changedMeanwhile(editing, stored);
    if (theirs) return { kind: "conflict", theirs };
    const key = values.CustomerID ?? "";
    const moves = stored ? customerMoves(here, stored.key, key, draft.options).moves : noMoves;
    if (stored) movePeople(here, stored.key, key);
    const record = core.directory.store("customers", stored?.key ?? null, key, values);
    record.source = source.id;
    changed("customers", "customerUsers");
    return {
      kind: "saved",
      record: customerView(here, record),
      moves,
      staleCaches: staleCaches(here, source.id),
    };
  }

  return {
    customerFind: (customerId) =>
      read(() => {
        const record = core.directory.customers.get(customerId);
        return record ? customerView(installations.current, record) : null;
      }),
    customerSuggest: (term) =>
      answer(() => {
        const hits = findRecords(
          core.directory.customers.values(),
          customerSearchFields,
          term,
          false,
        );
        return orderHits(hits, { kind: "best" }, ["CustomerCompanyName"])
          .slice(0, 20)
          .map((hit) => customerSuggestion(core.directory, hit.record));
      }),
    customerCheck: (draft) => answer(() => checkCustomer(draft)),
    customerSave: async (draft) => {
      const answer = await core.answer(() => save(draft));
      if (answer.kind === "saved") await core.moved(answer.moves);
      return answer;
    },
  } satisfies Only<"customerFind" | "customerSuggest" | "customerCheck" | "customerSave">;
}

function jobCommands(core: FakeCore, send: (progress: JobProgress) => void) {
  const { options, changed, answer } = core;
  const jobs = new Set<string>();
  let started = 0;

  /** Tells progress until the last step, unless the job was cancelled in between. */
  async function loadSamples(job: string): Promise<void> {
    const total = 340;
    const tell = (state: JobProgress["state"], done: number) =>
      send({ job, state, done, total, error: null });
    for (let done = 0; done < total; done += 34) {
      await new Promise((resolve) => setTimeout(resolve, options.delay * 8));
      if (!jobs.has(job)) return tell("cancelled", 0);
      tell("running", done);
    }
    jobs.delete(job);
    core.directory.fill(300, 40);
    tell("done", total);
    changed("customerUsers", "customers");
  }

  return {
    sampleDataLoad: () =>
      answer(() => {
        if (core.directory.customers.size > 0) throw fakeError("directoryNotEmpty");
        started += 1;
        const job = `job:${started}`;
        jobs.add(job);
        void loadSamples(job);
        return job;
      }),
    jobCancel: (job) =>
      answer(() => {
        jobs.delete(job);
        return null;
      }),
  } satisfies Only<"sampleDataLoad" | "jobCancel">;
}

/** The commands, those that shall fail replaced by their error. */
function failing(commands: Commands, errors: FakeOptions["fail"]): Commands {
  const replaced = Object.entries(errors).map(([name, error]) => [
    name,
    () => Promise.reject(error),
  ]);
  return { ...commands, ...Object.fromEntries(replaced) };
}

const firstSettings: SettingsView = {
  theme: "system",
  language: "system",
  density: "normal",
  includeInvalid: false,
  customerUserColumns: null,
  customerColumns: null,
  lockAfterMinutes: 10,
};

const firstView = {
  version: "0.1.0",
  development: true,
  dataFolder: "/home/rita/.local/share/deskbook",
  customerUserFields,
  customerFields,
  customerUserSearchFields,
  customerSearchFields,
};

function appViewOf({ current }: FakeInstallations): AppView {
  const sources = current.appSources("customerUsers");
  const customerSources = current.appSources("customers");
  const all = [...sources, ...customerSources];
  const canWrite = all.some((source) => source.writable);
  const ofSources = all.some((source) => source.mayOnlyRead)
    ? "readOnlyAccount"
    : "readOnlySources";
  const whyNot = current.view.readOnly ? "readOnlyInstallation" : ofSources;
  return {
    ...firstView,
    installation: { ...current.view, current: true },
    sources,
    customerSources,
    canWrite,
    whyNot: canWrite ? null : whyNot,
  };
}
