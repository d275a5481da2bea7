import type { EditingRequest } from "./bindings";
import { agents, type FakeInstallation } from "./fakeInstallation";
import { fakeError } from "./fakeOptions";
import type { FakeRecord, Values } from "./fakeRecords";

/** Throws if the record that is to be changed is gone. */
export function isThere(editing: EditingRequest | null, stored: FakeRecord | undefined): void {
  if (editing !== null && stored === undefined) throw fakeError("notFound");
}

/** Throws if nobody signs, or nobody who is valid. The core asks for it once nothing else is wrong. */
export function sign({ connection, acting }: FakeInstallation): void {
  if (connection === null) return;
  if (acting === null) throw fakeError("agentUnknown");
  if (!agents.some(({ id }) => id === acting)) throw fakeError("agentInvalid");
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
