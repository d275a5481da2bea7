import { useCallback } from "react";
import { toCommandError } from "../bridge/errors";
import { useStaleCaches } from "./caches";
import { type Doing, useQuestions, useSigned } from "./questions";
import type { AnyRecord, EditDraft, RecordAnswer, RecordKind } from "./recordKinds";

/**
 * Sends a draft; `null` when somebody thought better of it. `onSent` is called when it is on its way,
 * which may be long after it was to be sent.
 */
export type Send<Draft, Answer> = (draft: Draft, onSent: () => void) => Promise<Answer | null>;

/**
 * Sends drafts of a kind: what a new name moves is asked first, then on whose behalf. A name that
 * is refused anyway moves nothing, so the draft is checked before anybody is asked. What a save made
 * stale in OTOBO is told.
 */
export function useSending<
  Draft extends EditDraft,
  Found extends AnyRecord,
  Answer extends RecordAnswer<Found>,
>(kind: RecordKind<Draft, Found, Answer>, of: Doing = "save"): Send<Draft, Answer> {
  const { rename } = useQuestions();
  const signed = useSigned();
  const tellStale = useStaleCaches();
  return useCallback(
    async (draft, onSent) => {
      const save = async (sent: Draft) => {
        onSent();
        const answer = await signed(() => kind.save(sent)).catch((error: unknown) => {
          tellStale(staleAfter(error));
          throw error;
        });
        if (answer?.kind === "saved") tellStale(answer.staleCaches);
        return answer;
      };
      const renaming = kind.renaming(draft);
      if (!renaming || (await isRefused(kind, draft))) return save(draft);
      const going = await rename(renaming, of);
      if (!going) return null;
      try {
        return await save({ ...draft, options: going.options });
      } finally {
        going.done();
      }
    },
    [kind, of, rename, signed, tellStale],
  );
}

/** The caches that are stale though the save failed: the record is stored, and not all that belongs to it. */
function staleAfter(error: unknown): readonly string[] {
  const { code, params } = toCommandError(error);
  return code === "movesLeft" ? (params.caches ?? "").split(", ").filter(Boolean) : [];
}

/** A check that fails says nothing: the save meets the same trouble and words it. */
async function isRefused<Draft extends EditDraft, Found extends AnyRecord, Answer>(
  kind: RecordKind<Draft, Found, Answer>,
  draft: Draft,
): Promise<boolean> {
  const checked = await kind.check(draft).catch(() => null);
  return (checked?.findings.length ?? 0) > 0;
}
