import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { FieldView, MovesView } from "../bridge/bindings";
import { useFormat } from "../i18n/format";
import type { LeftOpen } from "../lib/conflict";
import { sameValues, typedSince, type Values } from "../lib/dirty";
import { movedRows } from "../lib/moves";
import type { FormState } from "./formsState";
import { changesSince, useQuestions } from "./questions";
import type { AnyRecord, EditDraft, RecordAnswer, RecordKind } from "./recordKinds";
import { saveAsking } from "./saveAsking";
import { useUndoing, useUndoOffer } from "./undo";

type Saved<Answer> = Extract<Answer, { kind: "saved" }>;

/** How a save ended: the fields that were refused, and the answer if it is stored. */
export type SaveEnd<Answer> = { refused: readonly string[]; answer: Saved<Answer> | null };

/** What came of reading again after a save whose end nobody knows. */
export type Reread<Found> = { wasSaved: Found | null; withPassword: boolean };

type Given<Draft extends EditDraft, Found, Answer> = {
  state: FormState<Draft, Answer>;
  fields: readonly FieldView[];
  /** The record as it was read last; `null` for a new one. */
  record: Found | null;
  /** The form goes on with this record. */
  onRecord: (record: Found) => void;
  /** A change that was taken back gave the record its old key again. */
  onRenamed: (record: Found) => void;
  /** The same when the form was left long ago: who looks at the record has it under `was`. */
  onRenamedLater: (was: string, now: string) => void;
};

/**
 * Saves a form: asks when somebody else was faster, goes on from what is stored, offers the way back,
 * and reads again where nobody knows how it ended.
 */
export function useRecordSave<
  Draft extends EditDraft,
  Found extends AnyRecord,
  Answer extends RecordAnswer<Found>,
>(kind: RecordKind<Draft, Found, Answer>, given: Given<Draft, Found, Answer>) {
  const { state, fields, record, onRecord, onRenamed, onRenamedLater } = given;
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const questions = useQuestions();
  const undoing = useUndoing(kind);
  const offerUndo = useUndoOffer();
  const isHere = useRef(true);
  /** Who goes back to the form has chosen some of it already. */
  const leftOpen = useRef<LeftOpen | null>(null);
  const openedWith = (now: Found) => kind.opened(kind.keyOf(now.values), now);

  const adopted = ({ editing, source }: Draft, values: Values) =>
    kind.opened(editing?.key ?? "", { source, values });

  // Taking back may come when the form was left long ago: then nobody is led back to it.
  useEffect(() => {
    isHere.current = true;
    return () => {
      isHere.current = false;
    };
  }, []);

  async function save(draft: Draft): Promise<SaveEnd<Answer>> {
    const nothing = { refused: [], answer: null };
    const ending = await saveAsking<Draft, Answer>(draft, {
      save: state.submit,
      ask: async (sent, theirs) => {
        const key = sent.editing?.key ?? "";
        const versions = { was: sent.editing?.was ?? {}, mine: sent.values, theirs };
        const now = await kind.read(client, key).catch(() => null);
        const settlement = await questions.conflict({
          name: record ? kind.nameOf(record) : key,
          fields,
          versions,
          changes: changesSince(record?.changes, now?.changes),
          before: leftOpen.current,
          of: "save",
        });
        leftOpen.current =
          settlement.kind === "back" ? { versions, chosen: settlement.chosen } : null;
        return settlement;
      },
      onChosen: (sent, chosen) => state.change((now) => typedSince(now, sent, chosen)),
    });
    switch (ending.kind) {
      case "left":
        return nothing;
      case "refused":
        return { ...nothing, refused: ending.findings.map(({ field }) => field) };
      case "theirs":
        state.adopt(ending.sent, adopted(ending.sent, ending.theirs));
        return nothing;
      case "saved":
        keep(ending.sent, ending.answer.record as Found, ending.answer.moves);
        return { ...nothing, answer: ending.answer };
    }
  }

  function keep(sent: Draft, now: Found, moves: MovesView | null) {
    onRecord(now);
    state.restart(sent, openedWith(now));
    if (sent.editing) offerBack(sent, sent.editing.was, now, moves);
    else tellAdded(now);
  }

  /** Who was added, and by which name it is found: a username may have been made up for it. */
  function tellAdded(now: Found) {
    const name = kind.nameOf(now);
    offerUndo({
      text: t(`forms.${kind.id}.added`, { name, key: kind.keyOf(now.values) }),
      done: t("undo.done", { name }),
      fields,
      run: null,
    });
  }

  /**
   * A change can be taken back, a new name by the same way as it came. A record that was added cannot,
   * since there is no deleting, nor a move that rows gave way to, since they are gone.
   */
  function offerBack(sent: Draft, was: Values, now: Found, moves: MovesView | null) {
    if (sameValues(was, now.values)) return;
    const name = kind.nameOf(now);
    offerUndo({
      text: saidOf(sent, name, moves),
      done: t("undo.done", { name }),
      fields,
      run:
        moves && moves.replaced > 0
          ? null
          : undoing({
              record: now,
              was,
              fields,
              onUndone: (before) => {
                onRecord(before);
                state.adopt(openedWith(now), openedWith(before));
                const [key, keyBefore] = [kind.keyOf(now.values), kind.keyOf(before.values)];
                if (key === keyBefore) return;
                if (isHere.current) onRenamed(before);
                else onRenamedLater(key, keyBefore);
              },
            }),
    });
  }

  function saidOf(sent: Draft, name: string, moves: MovesView | null): string {
    const key = kind.setsPassword(sent) ? "undo.savedPassword" : "undo.saved";
    const count = movedRows(moves?.rows ?? []);
    if (count === 0) return t(key, { name });
    const saved = kind.setsPassword(sent) ? "undo.movedPassword" : "undo.moved";
    return t(saved, { name, count, rows: format.number(count) });
  }

  /** Looks whether a save whose end nobody knows has reached the table. */
  async function reread(): Promise<Reread<Found>> {
    const { draft } = state;
    const withPassword = kind.setsPassword(draft);
    const now = await kind.read(client, kind.keyOf(draft.values));
    if (!now || !says(now.values, draft.values)) {
      state.dismiss();
      return { wasSaved: null, withPassword };
    }
    keep(draft, now, null);
    return { wasSaved: now, withPassword };
  }

  /** Whether a record says what was typed, as far as the form writes it. */
  function says(stored: Values, typed: Values): boolean {
    const written = fields.filter((field) => !field.readOnly && field.kind !== "password");
    return written.every(({ var: name }) => (stored[name] ?? "") === (typed[name] ?? ""));
  }

  return { save, reread };
}
