import { useQuery } from "@tanstack/react-query";
import { customerFind } from "./customers";
import { customerUserFind } from "./customerUsers";

/** What a form opens with: nothing yet, trouble, a record, or the news that it is gone. */
export type OpenedRecord<Found> =
  | { kind: "waiting" }
  | { kind: "failed"; error: Error; retry: () => void }
  | { kind: "gone" }
  | { kind: "found"; record: Found | null };

type Asked<Found> = {
  data: Found | null | undefined;
  error: Error | null;
  isFetchedAfterMount: boolean;
  refetch: () => unknown;
};

/** The customer user that a form edits; found, with no record, for a new one. */
export function useCustomerUserToEdit(login: string | null) {
  const asked = useQuery({ ...customerUserFind(login ?? ""), enabled: login !== null, ...fresh });
  return opened(login, asked);
}

/** The customer that a form edits; found, with no record, for a new one. */
export function useCustomerToEdit(customerId: string | null) {
  const asked = useQuery({
    ...customerFind(customerId ?? ""),
    enabled: customerId !== null,
    ...fresh,
  });
  return opened(customerId, asked);
}

/** A form never starts from what was read earlier: saving it would undo what changed since. */
const fresh = { staleTime: 0, refetchOnMount: "always" } as const;

function opened<Found>(name: string | null, asked: Asked<Found>): OpenedRecord<Found> {
  if (name === null) return { kind: "found", record: null };
  if (asked.error) return { kind: "failed", error: asked.error, retry: () => void asked.refetch() };
  if (!asked.isFetchedAfterMount || asked.data === undefined) return { kind: "waiting" };
  return asked.data === null ? { kind: "gone" } : { kind: "found", record: asked.data };
}
