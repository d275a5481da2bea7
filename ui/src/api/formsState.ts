import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type {
  CheckView,
  CommandError,
  EditingRequest,
  FindingView,
  Problem,
} from "../bridge/bindings";
import { toCommandError } from "../bridge/errors";
import { typedSince, type Values } from "../lib/dirty";
import type { Send } from "./sending";

/** How long typing has to rest before the form is checked. */
const rest = 150;

/**
 * Problems that every field has before it is finished. They are held back until the field was left
 * or a save was tried, so that nobody is corrected in the middle of a word, and go with the first
 * key; all others stay until the next answer, so that they do not flicker under the typing.
 */
const unfinished: ReadonlySet<Problem["kind"]> = new Set([
  "required",
  "zeroCountsAsEmpty",
  "emailSyntax",
  "customerUnknown",
]);

/** The answer to a save, as all saving commands give it. */
export type SaveAnswer =
  | { kind: "saved" }
  | { kind: "refused"; findings: FindingView[] }
  | { kind: "conflict"; theirs: Values };

/** How a form is compared, checked and saved: functions that stay the same from one drawing to the next. */
type FormRules<Draft, Answer> = {
  isSame: (one: Draft, other: Draft) => boolean;
  check: (draft: Draft) => Promise<CheckView>;
  save: Send<Draft, Answer>;
};

/** What a form opens with. The two differ when something was typed before, or is put in to begin with. */
export type FormStart<Draft> = { stored: Draft; draft: Draft };

/** A form being filled in: what is typed, what is known about it, and its way to the core. */
export type FormState<Draft, Answer> = {
  draft: Draft;
  /** What is typed differs from what is stored. */
  changed: boolean;
  change: (make: (draft: Draft) => Draft) => void;
  /** The field was left: from now on it may be called unfinished. */
  leave: (field: string) => void;
  /** What is wrong and may be said by now, by field. */
  findings: ReadonlyMap<string, Problem>;
  /** Fields whose value was looked up and is not used yet. */
  free: ReadonlySet<string>;
  saving: boolean;
  /** The draft as it stands is what was saved last. */
  saved: boolean;
  /** Why the last save failed, until the next one. */
  error: CommandError | null;
  /** Saves `draft`; the answer is null where nothing was sent, as while another save is on its way. */
  submit: (draft: Draft) => Promise<Answer | null>;
  /** Goes on from what was saved; what was typed in the meantime stays. */
  restart: (sent: Draft, stored: Draft) => void;
  /** Goes on from what somebody else stored, in place of what was sent. */
  adopt: (sent: Draft, stored: Draft) => void;
  /** The error was dealt with. */
  dismiss: () => void;
};

/** An answer, and the values that it is about. */
type Answered = CheckView & { about: Values };

const noAnswer: Answered = { findings: [], free: [], about: {} };
const noFields: ReadonlySet<string> = new Set();

/** Keeps a form's draft, checks it while it is being typed, and saves it. */
export function useFormState<
  Draft extends { editing: EditingRequest | null; values: Values },
  Answer extends SaveAnswer,
>(
  start: () => FormStart<Draft>,
  { isSame, check, save }: FormRules<Draft, Answer>,
): FormState<Draft, Answer> {
  const [first] = useState(start);
  const [draft, setDraft] = useState(first.draft);
  const [stored, setStored] = useState(first.stored);
  const [savedDraft, setSavedDraft] = useState<Draft | null>(null);
  const [answer, setAnswer] = useState(noAnswer);
  const [left, setLeft] = useState(noFields);
  const [tried, setTried] = useState(false);
  const [saving, setSaving] = useState(false);
  const [error, setError] = useState<CommandError | null>(null);
  const onItsWay = useRef(false);

  useEffect(() => {
    let current = true;
    const timer = setTimeout(async () => {
      // A check that fails says nothing: the save meets the same trouble and words it.
      const checked = await check(draft).catch(() => null);
      if (current && checked) setAnswer({ ...checked, about: draft.values });
    }, rest);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [draft, check]);

  const leave = useCallback((field: string) => {
    setLeft((before) => (before.has(field) ? before : new Set([...before, field])));
  }, []);

  const submit = useCallback(
    async (sent: Draft): Promise<Answer | null> => {
      if (onItsWay.current) return null;
      onItsWay.current = true;
      setError(null);
      try {
        const answered = await save(sent, () => setSaving(true));
        if (answered?.kind === "refused") {
          setTried(true);
          const { findings } = answered;
          setAnswer((before) => ({ findings, free: stillFree(before, sent), about: sent.values }));
        }
        return answered;
      } catch (thrown) {
        setError(toCommandError(thrown));
        return null;
      } finally {
        onItsWay.current = false;
        setSaving(false);
      }
    },
    [save],
  );

  const adopt = useCallback((sent: Draft, now: Draft) => {
    setDraft((draft) => typedSince(draft, sent, now));
    setStored(now);
    setSavedDraft(null);
    setAnswer(noAnswer);
    setLeft(noFields);
    setTried(false);
    setError(null);
  }, []);

  const restart = useCallback(
    (sent: Draft, saved: Draft) => {
      adopt(sent, saved);
      setSavedDraft(saved);
    },
    [adopt],
  );

  const dismiss = useCallback(() => setError(null), []);

  const { values } = draft;
  const findings = useMemo(() => {
    const said = new Map<string, Problem>();
    for (const { field, problem } of answer.findings) {
      const asChecked = values[field] === answer.about[field];
      const mayBeSaid = unfinished.has(problem.kind)
        ? asChecked && (tried || left.has(field))
        : true;
      if (mayBeSaid && !said.has(field)) said.set(field, problem);
    }
    return said;
  }, [answer, values, tried, left]);

  // What the record has already is nothing new to be told.
  const free = useMemo(
    () =>
      new Set(
        answer.free.filter(
          (field) =>
            values[field] === answer.about[field] && values[field] !== stored.values[field],
        ),
      ),
    [answer, values, stored],
  );

  return {
    draft,
    changed: !isSame(draft, stored),
    change: setDraft,
    leave,
    findings,
    free,
    saving,
    saved: savedDraft === draft,
    error,
    submit,
    restart,
    adopt,
    dismiss,
  };
}

/** What the last check called free, as far as the refused draft says the same; a refusal does not tell. */
function stillFree({ free, about }: Answered, { values }: { values: Values }): string[] {
  return free.filter((field) => values[field] === about[field]);
}
