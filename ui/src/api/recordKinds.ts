import type { QueryClient } from "@tanstack/react-query";
import type {
  ChangesView,
  CustomerDraft,
  CustomerUserDraft,
  CustomerUserSaveView,
  CustomerUserView,
  CustomerView,
  EditingRequest,
} from "../bridge/bindings";
import type { Values } from "../lib/dirty";
import { customerFind } from "./customers";
import { customerUserFind } from "./customerUsers";
import { saveCustomer, saveCustomerUser } from "./forms";
import type { SaveAnswer } from "./formsState";

/** A form of a record that is there. */
export type EditDraft = { editing: EditingRequest | null; values: Values };

/** A record, as far as saving has to know it. */
export type AnyRecord = { values: Values; changes: ChangesView | null };

/** What is saved, or what keeps it from being saved. */
export type RecordAnswer<Found> =
  | { kind: "saved"; record: Found }
  | Exclude<SaveAnswer, { kind: "saved" }>;

/** How the records of a kind are opened, called, saved and read again. */
export type RecordKind<Draft extends EditDraft, Found extends AnyRecord, Answer> = {
  /** The draft that says what the record of a key says. */
  opened: (key: string, values: Values) => Draft;
  /** The key that a draft, once saved, is found by. */
  keyOf: (values: Values) => string;
  nameOf: (record: Found) => string;
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
  opened: (key, values) => ({
    editing: { key, was: values },
    source: null,
    options: null,
    values,
    password: { kind: "keep" },
  }),
  keyOf: (values) => values.UserLogin ?? "",
  nameOf: (record) => record.displayName || record.login,
  save: saveCustomerUser,
  setsPassword: ({ password }) => password.kind === "typed" || password.kind === "generate",
  read: (client, key) => client.fetchQuery({ ...customerUserFind(key), staleTime: 0 }),
};

export const customerKind: RecordKind<CustomerDraft, CustomerView, RecordAnswer<CustomerView>> = {
  opened: (key, values) => ({
    editing: { key, was: values },
    source: null,
    options: null,
    values,
  }),
  keyOf: (values) => values.CustomerID ?? "",
  nameOf: (record) => record.name || record.customerId,
  save: saveCustomer,
  setsPassword: () => false,
  read: (client, key) => client.fetchQuery({ ...customerFind(key), staleTime: 0 }),
};
