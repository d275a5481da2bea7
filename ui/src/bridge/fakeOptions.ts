import type { CommandError, ErrorCode, SettingsView } from "./bindings";
import type { Commands } from "./bridge";
import { isErrorCode } from "./errors";

/** What the fake directory holds and how it behaves. */
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
  if (isErrorCode(startError)) options.startError = startError;
  return options;
}

/** An error as the core would throw it. */
export function fakeError(code: ErrorCode, params: Record<string, string> = {}): CommandError {
  return { code, field: null, params, detail: `${code}: made up by the fake bridge` };
}
