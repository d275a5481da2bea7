import { checkCustomerUser } from "../../api/forms";
import type { FormStart } from "../../api/formsState";
import { customerUserKind } from "../../api/recordKinds";
import type { CustomerUserDraft, CustomerUserView, PasswordRequest } from "../../bridge/bindings";
import { parkedDraft, sameValues } from "../../lib/dirty";

/** How the form of a customer user is compared and checked. */
export const rules = {
  isSame: (one: CustomerUserDraft, other: CustomerUserDraft) =>
    sameValues(one.values, other.values) && samePassword(one.password, other.password),
  check: checkCustomerUser,
};

function samePassword(one: PasswordRequest, other: PasswordRequest): boolean {
  const typed = (choice: PasswordRequest) => (choice.kind === "typed" ? choice.password : "");
  return one.kind === other.kind && typed(one) === typed(other);
}

/** Under which name the draft of a customer user waits. */
export const draftKey = (login: string | null) => `customer-user:${login ?? ""}`;

/** What the form opens with: a record, or for a new one the source that it goes to. */
export type Opening = {
  record: CustomerUserView | null;
  source: string | null;
  /** The customer that the form starts or comes back with. */
  customerId: string | null;
};

/**
 * What the form opens with: the record, or an empty one; over it what was typed before a trip to the
 * customer form; over that the customer it comes back with.
 */
export function start({ record, source, customerId }: Opening): FormStart<CustomerUserDraft> {
  const waiting = parkedDraft<CustomerUserDraft>(draftKey(record?.login ?? null));
  const of = customerId === null ? {} : { UserCustomerID: customerId };
  const empty: CustomerUserDraft = {
    editing: null,
    source,
    options: null,
    values: { ValidID: "valid", ...(waiting ? {} : of) },
    password: { kind: "generate" },
  };
  const stored = record ? customerUserKind.opened(record.login, record) : empty;
  const typed = waiting ?? stored;
  return { stored, draft: { ...typed, values: { ...typed.values, ...of } } };
}
