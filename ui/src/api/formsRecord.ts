import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { customerFind } from "./customers";
import { customerUserFind } from "./customerUsers";
import type { FormSession } from "./formsSession";

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
export function useCustomerUserToEdit(session: FormSession) {
  const { opens } = session;
  const asked = useQuery({ ...customerUserFind(opens ?? ""), enabled: opens !== null, ...fresh });
  return useOpened(session, asked);
}

/** The customer that a form edits; found, with no record, for a new one. */
export function useCustomerToEdit(session: FormSession) {
  const { opens } = session;
  const asked = useQuery({ ...customerFind(opens ?? ""), enabled: opens !== null, ...fresh });
  return useOpened(session, asked);
}

/** A form never starts from what was read earlier: saving it would undo what changed since. */
const fresh = { staleTime: 0, refetchOnMount: "always" } as const;

/**
 * A form that is open stays open: whether the record is renamed, taken away or cannot be read any more
 * is told when it is saved, and until then nothing that was typed goes.
 */
function useOpened<Found>(session: FormSession, asked: Asked<Found>): OpenedRecord<Found> {
  const now = opened(session.opens, asked);
  const [first, setFirst] = useState<{ session: number; opened: OpenedRecord<Found> } | null>(null);
  if (first?.session === session.key) return first.opened;
  if (now.kind === "found") setFirst({ session: session.key, opened: now });
  return now;
}

function opened<Found>(name: string | null, asked: Asked<Found>): OpenedRecord<Found> {
  if (name === null) return { kind: "found", record: null };
  if (asked.error) return { kind: "failed", error: asked.error, retry: () => void asked.refetch() };
  if (!asked.isFetchedAfterMount || asked.data === undefined) return { kind: "waiting" };
  return asked.data === null ? { kind: "gone" } : { kind: "found", record: asked.data };
}
