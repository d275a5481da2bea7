import type { QueryClient } from "@tanstack/react-query";
import type {
  CustomerBrief,
  CustomerDraft,
  CustomerMovesView,
  CustomerUserDraft,
  MoveOptionsRequest,
} from "../bridge/bindings";
import { commands } from "../bridge/bridge";
import { customerSuggest } from "./customers";

/*
 * What forms ask and save. These are plain calls rather than queries and mutations: drafts and
 * answers can hold a password, and the query cache would keep both for minutes.
 */

/** What is wrong, and what is right, with the form of a customer user. */
export const checkCustomerUser = (draft: CustomerUserDraft) => commands.customerUserCheck(draft);

/** What a new username or another customer would move; nobody is left behind by it. */
export const countCustomerUserMoves = async (
  login: string,
  newLogin: string,
  newCustomer: string,
  options: MoveOptionsRequest,
  source: string | null,
): Promise<CustomerMovesView> => ({
  moves: await commands.customerUserMoves(login, newLogin, newCustomer, options, source),
  left: [],
});

/** What a new ID of a customer would move, and who keeps the old one. */
export const countCustomerMoves = (
  customerId: string,
  newCustomerId: string,
  options: MoveOptionsRequest,
  source: string | null,
) => commands.customerMoves(customerId, newCustomerId, options, source);

/** Saves a customer user; a refusal is an answer, not an error. */
export const saveCustomerUser = (draft: CustomerUserDraft) => commands.customerUserSave(draft);

/** What is wrong, and what is right, with the form of a customer. */
export const checkCustomer = (draft: CustomerDraft) => commands.customerCheck(draft);

/** Saves a customer; a refusal is an answer, not an error. */
export const saveCustomer = (draft: CustomerDraft) => commands.customerSave(draft);

/** Puts a generated password on the clipboard; the core clears it after 30 seconds. */
export const copySecret = (text: string) => commands.secretCopy(text);

/** The customer that a typed text names: by its ID, or by a name that only one customer has. */
export function customerNamed(
  typed: string,
  suggestions: readonly CustomerBrief[],
): CustomerBrief | null {
  const text = typed.trim().toLowerCase();
  if (text === "") return null;
  const byId =
    suggestions.find((one) => one.customerId === typed) ??
    suggestions.find((one) => one.customerId.toLowerCase() === text);
  if (byId) return byId;
  const byName = suggestions.filter((one) => one.name.toLowerCase() === text);
  return byName.length === 1 ? (byName[0] ?? null) : null;
}

/** Asks for the customer that a typed text names, for a form that is saved before its field was left. */
export async function findCustomerNamed(
  client: QueryClient,
  typed: string,
): Promise<CustomerBrief | null> {
  if (typed.trim() === "") return null;
  const suggestions = await client.fetchQuery(customerSuggest(typed));
  return customerNamed(typed, suggestions);
}
