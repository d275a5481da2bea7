import { checkCustomerUser, saveCustomerUser } from "../../api/forms";
import type { FormStart } from "../../api/formsState";
import type { CustomerUserDraft, CustomerUserView, PasswordRequest } from "../../bridge/bindings";
import { parkedDraft, sameValues } from "../../lib/dirty";

/** How the form of a customer user is compared, checked and saved. */
export const rules = {
  isSame: (one: CustomerUserDraft, other: CustomerUserDraft) =>
    sameValues(one.values, other.values) && samePassword(one.password, other.password),
  check: checkCustomerUser,
  save: saveCustomerUser,
};

function samePassword(one: PasswordRequest, other: PasswordRequest): boolean {
  const typed = (choice: PasswordRequest) => (choice.kind === "typed" ? choice.password : "");
  return one.kind === other.kind && typed(one) === typed(other);
}

/** Under which name the draft of a customer user waits. */
export const draftKey = (login: string | null) => `customer-user:${login ?? ""}`;

/** The draft that says what the record says. */
export function draftOf(record: CustomerUserView): CustomerUserDraft {
  return { editing: record.login, values: record.values, password: { kind: "keep" } };
}

/**
 * What the form opens with: the record, or an empty one; over it what was typed before a trip to the
 * customer form; over that the customer it comes back with.
 */
export function start(
  record: CustomerUserView | null,
  customerId: string | null,
): FormStart<CustomerUserDraft> {
  const waiting = parkedDraft<CustomerUserDraft>(draftKey(record?.login ?? null));
  const of = customerId === null ? {} : { UserCustomerID: customerId };
  const empty: CustomerUserDraft = {
    editing: null,
    values: { ValidID: "valid", ...(waiting ? {} : of) },
    password: { kind: "generate" },
  };
  const stored = record ? draftOf(record) : empty;
  const typed = waiting ?? stored;
  return { stored, draft: { ...typed, values: { ...typed.values, ...of } } };
}
