import type { NewSource } from "../bridge/bindings";
import { type ListSearchParams, readListSearchParams } from "../lib/listPlace";
import { type SavedRecord, showing } from "../lib/listShowing";

/** Where the list was left for the form: the way back leads there. */
type FromList = { list?: ListSearchParams };

/** Which customer user a form is about; `customer` is what its customer field starts with. */
export type CustomerUserFormParams = FromList & { login?: string; customer?: string };

/**
 * Which customer a form is about. `from` names the customer user's form that it was opened from, by
 * login, or "" for a new one: that is where the way leads back to, and `list` then goes along.
 */
export type CustomerFormParams = FromList & { id?: string; name?: string; from?: string };

/** Which source a form is about: one that is there by its id, or a new one of a kind. */
export type SourceFormParams = { id?: string; new?: NewSource };

/** Which setting the back ends are opened for. */
export type BackEndsParams = { setting?: string };

type Raw = Record<string, unknown>;

/** A number that stands in an address was typed as text. */
function text<Name extends string>(raw: Raw, name: Name): { [key in Name]?: string } {
  const value = raw[name];
  const known = typeof value === "string" || typeof value === "number";
  return (known ? { [name]: String(value) } : {}) as { [key in Name]?: string };
}

function listOf(raw: Raw): FromList {
  return typeof raw.list === "object" && raw.list !== null
    ? { list: readListSearchParams({ ...raw.list }) }
    : {};
}

/** Takes from an address what the customer user's form understands. */
export function readCustomerUserFormParams(raw: Raw): CustomerUserFormParams {
  return { ...text(raw, "login"), ...text(raw, "customer"), ...listOf(raw) };
}

/** Takes from an address what the customer's form understands. */
export function readCustomerFormParams(raw: Raw): CustomerFormParams {
  return { ...text(raw, "id"), ...text(raw, "name"), ...text(raw, "from"), ...listOf(raw) };
}

const newSources: readonly NewSource[] = [
  "customerUsers",
  "customers",
  "openLdap",
  "activeDirectory",
];

/** Takes from an address what the source's form understands. */
export function readSourceFormParams(raw: Raw): SourceFormParams {
  const added = newSources.find((one) => one === raw.new);
  return { ...text(raw, "id"), ...(added ? { new: added } : {}) };
}

/** Takes from an address what the back ends understand. */
export function readBackEndsParams(raw: Raw): BackEndsParams {
  return text(raw, "setting");
}

/** The list as it is left for a form; the record that was open is not part of the way back. */
export function leftList({ open: _open, act: _act, ...list }: ListSearchParams): FromList {
  return Object.keys(list).length > 0 ? { list } : {};
}

/** The way back after a save: a record that is new, or has a new name, is to be found there. */
export function listAfter(
  list: ListSearchParams | undefined,
  before: string | undefined,
  saved: SavedRecord,
): FromList {
  if (saved.key === before) return list ? { list } : {};
  return leftList(showing(list ?? {}, saved));
}
