import { createContext, useCallback, useContext } from "react";
import type {
  ChangesView,
  CustomerMovesView,
  FieldView,
  MoveOptionsRequest,
} from "../bridge/bindings";
import { toCommandError } from "../bridge/errors";
import type { Chosen, LeftOpen, Versions } from "../lib/conflict";
import type { Values } from "../lib/dirty";

/** A record that somebody else changed while it was to be written. */
export type Conflict = {
  /** What the record is called. */
  name: string;
  fields: readonly FieldView[];
  versions: Versions;
  /** Who changed it, and when; `null` where nobody knows. */
  changes: ChangesView | null;
  /** The same conflict, if it was left open before. */
  before: LeftOpen | null;
  /** What was to be done. */
  of: Doing;
};

/** How a conflict goes on: with chosen values, with theirs, or back to where it came from. */
export type Settlement =
  | { kind: "save"; values: Values }
  | { kind: "theirs" }
  | { kind: "back"; chosen: Chosen };

/**
 * Who changed a record after it was read; `null` if it does not say so itself: whoever writes past OTOBO
 * leaves the name of whoever wrote before.
 */
export function changesSince(
  read: ChangesView | null | undefined,
  now: ChangesView | null | undefined,
): ChangesView | null {
  if (!now) return null;
  const isSame = read?.changed === now.changed && read.changedBy === now.changedBy;
  return isSame ? null : now;
}

/** A name that changes. */
export type NewName = { field: "login" | "customer" | "customerId"; was: string; now: string };

/** What is written: what a form says, or what stood there before it. */
export type Doing = "save" | "undo";

/** New names of a record, before anything moves along with them. */
export type Renaming = {
  /** Differs from one question to the next: what moves is counted anew for each. */
  key: number;
  names: readonly NewName[];
  count: (options: MoveOptionsRequest) => Promise<CustomerMovesView>;
};

/** What is to move. `done` has to be called when it has, or was refused. */
export type RenamingGoes = { options: MoveOptionsRequest; done: () => void };

/** Why an agent is asked for: nobody was chosen yet, who was is not valid any more, or another is wanted. */
export type WhyAgent = "unknown" | "invalid" | "other";

/** What may have to be asked before something is written, wherever it is written from. */
export type Questions = {
  /** On whose behalf? Tells whether somebody was chosen. */
  agent: (why: WhyAgent) => Promise<boolean>;
  /** Whose values stay? */
  conflict: (conflict: Conflict) => Promise<Settlement>;
  /** What may move along with a new name? `null` leaves the name as it is. */
  rename: (renaming: Renaming, of: Doing) => Promise<RenamingGoes | null>;
};

/** The window asks; a view that stands alone leaves everything as it is. */
export const QuestionsContext = createContext<Questions>({
  agent: () => Promise.resolve(false),
  conflict: () => Promise.resolve({ kind: "back", chosen: {} }),
  rename: () => Promise.resolve(null),
});

export function useQuestions(): Questions {
  return useContext(QuestionsContext);
}

/**
 * Writes; if nobody is chosen on whose behalf, or nobody who is valid, asks, and then goes on by itself.
 * `null` when nobody was chosen then either: nothing is written.
 */
export type Signed = <Answer>(write: () => Promise<Answer>) => Promise<Answer | null>;

export function useSigned(): Signed {
  const { agent } = useQuestions();
  return useCallback(
    async (write) => {
      try {
        return await write();
      } catch (thrown) {
        const { code } = toCommandError(thrown);
        if (code !== "agentUnknown" && code !== "agentInvalid") throw thrown;
        const isChosen = await agent(code === "agentInvalid" ? "invalid" : "unknown");
        return isChosen ? await write() : null;
      }
    },
    [agent],
  );
}
