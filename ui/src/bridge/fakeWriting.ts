import type { EditingRequest } from "./bindings";
import type { FakeInstallation } from "./fakeInstallation";
import { fakeError } from "./fakeOptions";
import type { FakeRecord, Values } from "./fakeRecords";

/** Throws what keeps the core from writing at all: nobody signs, or the record is gone. */
export function writes(
  here: FakeInstallation,
  editing: EditingRequest | null,
  stored: FakeRecord | undefined,
): void {
  if (here.connection !== null && here.acting === null) throw fakeError("agentUnknown");
  if (editing !== null && stored === undefined) throw fakeError("notFound");
}

/** What is stored, if it is not any more what the form was opened with. */
export function changedMeanwhile(
  editing: EditingRequest | null,
  stored: FakeRecord | undefined,
): Values | null {
  if (editing === null || stored === undefined) return null;
  const isOther = ([name, value]: [string, string]) => (editing.was[name] ?? "") !== value;
  return Object.entries(stored.values).some(isOther) ? stored.values : null;
}

let made = 0;

/** A username as OTOBO makes them, with a running number instead of a random one. */
export function automaticLogin(): string {
  made += 1;
  return `auto-202611250912${made}`;
}
