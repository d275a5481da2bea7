import { useQueryClient } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { FieldView, FindingView } from "../bridge/bindings";
import type { Values } from "../lib/dirty";
import { changesSince, type Questions, useQuestions } from "./questions";
import type { AnyRecord, EditDraft, RecordAnswer, RecordKind } from "./recordKinds";
import { saveAsking } from "./saveAsking";
import { useSending } from "./sending";

/** How taking back ended; put off, it can still be done. */
export type UndoEnd =
  | { kind: "undone" | "left" | "putOff" }
  | { kind: "refused"; findings: FindingView[] };

/** What was just stored, and the way to take it back. */
export type UndoOffer = {
  /** What was done, in words. */
  text: string;
  /** What is said when it was taken back. */
  done: string;
  fields: readonly FieldView[];
  /** `null` where there is no way back, so that it is only told what was done. */
  run: (() => Promise<UndoEnd>) | null;
};

/** Shows an offer to take back; the window does. */
export const UndoContext = createContext<(offer: UndoOffer) => void>(() => {});

export function useUndoOffer(): (offer: UndoOffer) => void {
  return useContext(UndoContext);
}

type Change<Found> = {
  /** What is stored now, by our hand. */
  record: Found;
  /** What was stored before. */
  was: Values;
  fields: readonly FieldView[];
  onUndone: (record: Found) => void;
};

/** Makes the way back from a change: the old values, under the same guard as every save. */
export function useUndoing<
  Draft extends EditDraft,
  Found extends AnyRecord,
  Answer extends RecordAnswer<Found>,
>(kind: RecordKind<Draft, Found, Answer>): (change: Change<Found>) => () => Promise<UndoEnd> {
  const client = useQueryClient();
  const questions: Questions = useQuestions();
  const send = useSending(kind, "undo");
  return ({ record, was, fields, onUndone }) =>
    async () => {
      const key = kind.keyOf(record.values);
      const draft = { ...kind.opened(key, record), values: was };
      let isDecided = false;
      const ending = await saveAsking<Draft, Answer>(draft, {
        save: (sent) => send(sent, () => {}),
        ask: async (sent, theirs) => {
          const settlement = await questions.conflict({
            name: kind.nameOf(record),
            fields,
            versions: { was: sent.editing?.was ?? {}, mine: sent.values, theirs },
            changes: changesSince(
              record.changes,
              (await kind.read(client, key).catch(() => null))?.changes,
            ),
            before: null,
            of: "undo",
          });
          isDecided = settlement.kind === "back";
          return settlement;
        },
        onChosen: () => {},
      });
      if (ending.kind === "refused") return ending;
      if (ending.kind !== "saved") return { kind: isDecided ? "left" : "putOff" };
      onUndone(ending.answer.record as Found);
      return { kind: "undone" };
    };
}
