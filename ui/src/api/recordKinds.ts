import type { QueryClient } from "@tanstack/react-query";
import type {
  ChangesView,
  CheckView,
  CustomerDraft,
  CustomerSaveView,
  CustomerUserDraft,
  CustomerUserSaveView,
  CustomerUserView,
  CustomerView,
  EditingRequest,
  MoveOptionsRequest,
  MovesView,
} from "../bridge/bindings";
import type { Values } from "../lib/dirty";
import { customerFind } from "./customers";
import { customerUserFind } from "./customerUsers";
import {
  checkCustomer,
  checkCustomerUser,
  countCustomerMoves,
  countCustomerUserMoves,
  saveCustomer,
  saveCustomerUser,
} from "./forms";
import type { SaveAnswer } from "./formsState";
import type { NewName, Renaming } from "./questions";

/** A form of a record that is there. */
export type EditDraft = {
  editing: EditingRequest | null;
  /** Of a record that is there the source it is in: another one may have the same key. */
  source: string | null;
  options: MoveOptionsRequest | null;
  values: Values;
};

/** A record, as far as saving has to know it. */
export type AnyRecord = { source: string; values: Values; changes: ChangesView | null };

/** What is saved, or what keeps it from being saved. */
export type RecordAnswer<Found> =
  | { kind: "saved"; record: Found; moves: MovesView; staleCaches: string[] }
  | Exclude<SaveAnswer, { kind: "saved" }>;

/** How the records of a kind are opened, called, saved and read again. */
export type RecordKind<Draft extends EditDraft, Found extends AnyRecord, Answer> = {
  /** Which kind it is, where it has words of its own. */
  id: "customerUser" | "customer";
  /** The draft that says what the record of a key says. */
  opened: (key: string, record: { source: string | null; values: Values }) => Draft;
  /** The key that a draft, once saved, is found by. */
  keyOf: (values: Values) => string;
  nameOf: (record: Found) => string;
  check: (draft: Draft) => Promise<CheckView>;
  /** The names that a draft changes, under which other things are stored; `null` if it changes none. */
  renaming: (draft: Draft) => Renaming | null;
  save: (draft: Draft) => Promise<Answer>;
  /** Whether a draft sets a password, which can be neither read again nor taken back. */
  setsPassword: (draft: Draft) => boolean;
  /** Asks the source itself, never what was read earlier. */
  read: (client: QueryClient, key: string) => Promise<Found | null>;
};

export const customerUserKind: RecordKind<
  CustomerUserDraft,
  CustomerUserView,
  CustomerUserSaveView
> = {
  id: "customerUser",
  opened: (key, { values, source }) => ({
    editing: { key, was: values },
    source,
    options: null,
    values,
    password: { kind: "keep" },
  }),
  keyOf: (values) => values.UserLogin ?? "",
  nameOf: (record) => record.displayName || record.login,
  check: checkCustomerUser,
  renaming: ({ editing, source, values }) => {
    if (!editing) return null;
    const { key, was } = editing;
    const now = { ...was, ...values };
    const [login = key, customer = ""] = [now.UserLogin, now.UserCustomerID];
    return renamingOf(
      [
        { field: "login", was: key, now: login },
        { field: "customer", was: was.UserCustomerID ?? "", now: customer },
      ],
      (options) => countCustomerUserMoves(key, login, customer, options, source),
    );
  },
  save: saveCustomerUser,
  setsPassword: ({ password }) => password.kind === "typed" || password.kind === "generate",
  read: (client, key) => client.fetchQuery({ ...customerUserFind(key), staleTime: 0 }),
};

export const customerKind: RecordKind<CustomerDraft, CustomerView, CustomerSaveView> = {
  id: "customer",
  opened: (key, { values, source }) => ({
    editing: { key, was: values },
    source,
    options: null,
    values,
  }),
  keyOf: (values) => values.CustomerID ?? "",
  nameOf: (record) => record.name || record.customerId,
  check: checkCustomer,
  renaming: ({ editing, source, values }) => {
    if (!editing) return null;
    const { key } = editing;
    const now = values.CustomerID ?? key;
    return renamingOf([{ field: "customerId", was: key, now }], (options) =>
      countCustomerMoves(key, now, options, source),
    );
  },
  save: saveCustomer,
  setsPassword: () => false,
  read: (client, key) => client.fetchQuery({ ...customerFind(key), staleTime: 0 }),
};

let asked = 0;

/** Only what really changes is told; a change of case is one, too. */
function renamingOf(names: readonly NewName[], count: Renaming["count"]): Renaming | null {
  const changed = names.filter(({ was, now }) => was !== now);
  if (changed.length === 0) return null;
  asked += 1;
  return { key: asked, names: changed, count };
}
