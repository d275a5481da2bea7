import type {
  CommandError,
  ErrorCode,
  RecoveryState,
  SelectionView,
  ServerLimitView,
  SettingsView,
} from "./bindings";
import type { Commands } from "./bridge";
import { isErrorCode } from "./errors";

/** The installations of the fake core: the local directory and two OTOBO systems. */
export type FakeInstallationId = "local" | "nordwind" | "nordwind-test";

/** What the fake core holds and how it behaves. */
export type FakeOptions = {
  /** How many sample customer users there are; from 100,000 on they exist only when looked at. */
  people: number;
  companies: number;
  /** How long each command takes. */
  delay: number;
  /** Every search and every read ends in this error. */
  failWith: ErrorCode | null;
  /** The start ends in this error, until it was tried again twice. */
  startError: ErrorCode | null;
  /** Commands that fail, each with its error. */
  fail: Partial<Record<keyof Commands, CommandError>>;
  settings: Partial<SettingsView>;
  /** The installation that the window opens with. */
  current: FakeInstallationId;
  /** Whether a keyring service runs; without one passwords are kept for the session only. */
  keyring: boolean;
  /** The password of `nordwind` is not known any more. */
  locked: boolean;
  /** The server of `nordwind-test` refuses the password that is kept. */
  refused: boolean;
  /** The account of the OTOBO systems may only read. */
  reader: boolean;
  /** Sources of the OTOBO systems that do not answer. */
  failing: readonly string[];
  /** How many sources of customer users the OTOBO systems have. */
  sources: number;
  /** Whether the sources show preferences. */
  preferences: boolean;
  /** Keys of sources of the OTOBO systems that are not as shipped, by source. */
  sourceKeys: Partial<Record<string, Record<string, string>>>;
  /** What the first source of customer users offers as drop-downs. */
  selections: readonly SelectionView[];
  /** The second source of the OTOBO systems is a directory. */
  directory: boolean;
  /** The limit that ends each search in that directory. */
  limit: ServerLimitView | null;
  /** Who signs changes in the OTOBO systems, by number; `null` until somebody is chosen, 99 for who is not valid any more. */
  agent: number | null;
  /** What somebody else stores just before the first change of a customer user is saved. */
  meanwhile: Record<string, string> | null;
  /** Whether customers of the OTOBO systems sign in by a directory too. */
  signInDirectory: boolean;
  /** The app lock: off, on and opened, or on and closed. Its passphrase is "correct horse". */
  lock: "off" | "open" | "closed";
  /** The key of the local directory is gone. Its recovery code is made up of the letters of each place. */
  keyGone: boolean;
  /** How it is with that code. */
  recovery: RecoveryState;
  /** The files are not encrypted. */
  plain: boolean;
  /** What was put aside when Deskbook was locked. */
  drafts: string | null;
};

/** A directory of some hundred people that answers at once. */
export const defaultOptions: FakeOptions = {
  people: 300,
  companies: 40,
  delay: 0,
  failWith: null,
  startError: null,
  fail: {},
  settings: {},
  current: "local",
  keyring: true,
  locked: false,
  refused: false,
  reader: false,
  failing: [],
  sources: 2,
  preferences: true,
  sourceKeys: {},
  selections: [],
  directory: false,
  limit: null,
  agent: 2,
  meanwhile: null,
  signInDirectory: false,
  lock: "off",
  keyGone: false,
  recovery: "confirmed",
  plain: false,
  drafts: null,
};

/** Reads `?fake=empty,slow,…` and `?startError=<code>`. */
export function fakeOptionsFromUrl(url: URL): Partial<FakeOptions> {
  const states = (url.searchParams.get("fake") ?? "").split(",");
  const startError = url.searchParams.get("startError");
  const options: Partial<FakeOptions> = { delay: 15 };
  if (states.includes("empty")) Object.assign(options, { people: 0, companies: 0 });
  if (states.includes("large")) options.people = 1_000_000;
  if (states.includes("slow")) options.delay = 1500;
  if (states.includes("error")) options.failWith = "databaseDamaged";
  if (states.includes("otobo")) options.current = "nordwind";
  if (states.includes("locked")) Object.assign(options, { current: "nordwind", locked: true });
  if (states.includes("test")) options.current = "nordwind-test";
  if (states.includes("refused")) {
    Object.assign(options, { current: "nordwind-test", refused: true });
  }
  if (states.includes("reader")) Object.assign(options, { current: "nordwind-test", reader: true });
  if (states.includes("nokeyring")) options.keyring = false;
  if (states.includes("failing")) options.failing = ["CustomerUser1"];
  if (states.includes("down")) options.failing = ["CustomerUser", "CustomerUser1"];
  if (states.includes("many")) options.sources = 11;
  if (states.includes("directory")) options.directory = true;
  if (states.includes("cut")) {
    Object.assign(options, { directory: true, limit: { kind: "entries", entries: 500 } });
  }
  if (states.includes("noagent")) options.agent = null;
  if (states.includes("automatic")) {
    options.sourceKeys = { CustomerUser1: { AutoLoginCreation: "1" } };
  }
  if (states.includes("signin")) options.signInDirectory = true;
  if (states.includes("applock")) options.lock = "closed";
  if (states.includes("keygone")) options.keyGone = true;
  if (states.includes("recovery")) options.recovery = "open";
  if (states.includes("plain")) options.plain = true;
  if (states.includes("conflict")) {
    options.meanwhile = { UserPhone: "+49 30 5550 99", UserComment: "Signs for the warehouse." };
  }
  if (isErrorCode(startError)) options.startError = startError;
  return options;
}

/** An error as the core would throw it. */
export function fakeError(code: ErrorCode, params: Record<string, string> = {}): CommandError {
  return { code, field: null, params, detail: `${code}: made up by the fake bridge` };
}
