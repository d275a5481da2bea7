import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStaleCaches } from "../../api/caches";
import { setPreference } from "../../api/customerUsers";
import { useQuestions, useSigned } from "../../api/questions";
import { type UndoEnd, useUndoOffer } from "../../api/undo";
import type { CommandError, FieldView } from "../../bridge/bindings";
import { toCommandError } from "../../bridge/errors";

/** A preference as it shall be, and as it was read; `null` where there is none. */
export type PreferenceChange = { key: string; value: string | null; was: string | null };

/** How a change ended. `left`: nobody decided anything. */
export type PreferenceEnd =
  | { kind: "saved" | "left" }
  /** Something else is stored by now, and stays. */
  | { kind: "conflict"; theirs: string | null };

/** The way to store a preference or to take it away, and to take that back, over what was read. */
export function usePreference(login: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const signed = useSigned();
  const questions = useQuestions();
  const tellStale = useStaleCaches();
  const offerUndo = useUndoOffer();
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<CommandError | null>(null);

  async function store(change: PreferenceChange, undo: boolean): Promise<PreferenceEnd> {
    const answer = await signed(() => setPreference(client, login, { ...change, undo }));
    if (!answer) return { kind: "left" };
    if (answer.kind === "conflict") return { kind: "conflict", theirs: answer.theirs };
    tellStale(answer.staleCaches);
    return { kind: "saved" };
  }

  /** Puts back what was there, unless somebody changed it again and it shall stay so. */
  async function undo({ key, value, was }: PreferenceChange): Promise<UndoEnd> {
    for (let back: PreferenceChange = { key, value: was, was: value }; ; ) {
      const end = await store(back, true);
      if (end.kind !== "conflict") return { kind: end.kind === "saved" ? "undone" : "left" };
      const now = end.theirs ?? "";
      const versions = [back.was, was, now].map((text) => ({ [key]: text ?? "" }));
      const [saved = {}, undone = {}, theirs = {}] = versions;
      const settlement = await questions.conflict({
        name: key,
        fields: [fieldOf(key)],
        versions: { was: saved, mine: undone, theirs },
        changes: null,
        of: "undo",
      });
      const isTheirs = settlement.kind !== "save" || settlement.values[key] !== (was ?? "");
      if (isTheirs) return { kind: "left" };
      back = { key, value: was, was: end.theirs };
    }
  }

  async function send(change: PreferenceChange): Promise<PreferenceEnd> {
    setIsSending(true);
    setError(null);
    try {
      const end = await store(change, false);
      if (end.kind === "saved") {
        const { key, value } = change;
        offerUndo({
          text: t(value === null ? "preferenceEdit.removed" : "preferenceEdit.saved", { key }),
          done: t("preferenceEdit.undone", { key }),
          fields: [],
          run: () => undo(change),
        });
      }
      return end;
    } catch (thrown) {
      setError(toCommandError(thrown));
      return { kind: "left" };
    } finally {
      setIsSending(false);
    }
  }

  return { isSending, error, send };
}

/** A preference as a field of a conflict. */
function fieldOf(key: string): FieldView {
  return {
    var: key,
    label: key,
    kind: "text",
    required: false,
    readOnly: false,
    maxLength: null,
    choices: [],
    shown: "always",
  };
}
