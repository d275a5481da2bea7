import type { ListSearchParams } from "./listPlace";
import { literalTerm } from "./searchTerm";

/** A record as it was saved: what it is found by, and whether lists leave it out. */
export type SavedRecord = { key: string; isValid: boolean };

/**
 * The list, with a record in it that is new or has a new name. A search from before may not find it,
 * so it is searched for by its key; where nothing was searched for, everybody is there anyway.
 */
export function showing(
  { q, invalid, ...list }: ListSearchParams,
  { key, isValid }: SavedRecord,
): ListSearchParams {
  return {
    ...list,
    ...(q ? { q: literalTerm(key) } : {}),
    ...(isValid ? (invalid === undefined ? {} : { invalid }) : { invalid: true }),
  };
}

/** The list after a record in it got another key: open and searched for by that one. */
export function renamedIn(list: ListSearchParams, was: string, now: string): ListSearchParams {
  return {
    ...list,
    ...(list.q === literalTerm(was) ? { q: literalTerm(now) } : {}),
    ...(list.open === was ? { open: now } : {}),
  };
}
