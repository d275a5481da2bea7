import { type RefObject, useEffect, useRef, useState } from "react";
import { useLeaveGuard } from "../../api/formsGuard";
import { useWaitingDraft } from "../../api/formsTrip";
import { saveInstallation, testConnection } from "../../api/installations";
import type {
  CommandError,
  ConnectionTestView,
  ConnectionView,
  InstallationView,
  SecretKept,
  SettingProblem,
} from "../../bridge/bindings";
import { toCommandError } from "../../bridge/errors";
import { focusField } from "../../kit/FormRows";
import {
  type ConnectDraft,
  connectionOf,
  missingForTest,
  sameConnection,
  sharesPassword,
} from "./connectDraft";

/** What a test said, and about what. */
export type Tried = {
  about: ConnectionView;
  /** Which of the passwords that were typed; never the password itself. */
  password: number;
  outcome: { view: ConnectionTestView } | { error: CommandError };
};

type Start = {
  /** The installation that is changed, and how it is reached so far; `null` for a new one. */
  stored: { view: InstallationView; connection: ConnectionView } | null;
  draft: ConnectDraft;
  form: RefObject<HTMLFormElement | null>;
  onSaved: (saved: SavedConnection) => void;
};

/** A connection that was saved. */
export type SavedConnection = {
  id: string;
  kept: SecretKept;
  /** Whether it works, as far as anybody tried it as it is. */
  proof: "passed" | "untested" | CommandError;
};

const noProblems: ReadonlyMap<string, SettingProblem> = new Map();
const passwordNeeded: SettingProblem = { kind: "passwordNeeded" };

/** A connection being typed, tried and kept. */
export function useConnect({ stored, draft: first, form, onSaved }: Start) {
  const key = `installation:${stored?.view.id ?? ""}`;
  const [draft, setDraft] = useState(useWaitingDraft(key, first));
  const [typings, setTypings] = useState(0);
  const [problems, setProblems] = useState(noProblems);
  const [tried, setTried] = useState<Tried | null>(null);
  const [isTesting, setIsTesting] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  const [error, setError] = useState<CommandError | null>(null);
  const onItsWay = useRef(false);
  const changed = JSON.stringify(draft) !== JSON.stringify(first);
  const guard = useLeaveGuard(changed && !isSaved, draft, key);

  const connection = connectionOf(draft);
  const isBound = stored === null || sharesPassword(stored.connection, connection);
  const isKept = stored !== null && stored.view.secret !== "missing" && isBound;
  const lacksPassword = !isKept && draft.password === "";
  const isCurrent =
    tried !== null && tried.password === typings && sameConnection(tried.about, connection);
  const hasPassed = isCurrent && "view" in tried.outcome && tried.outcome.view.passed;
  const isUntouched =
    stored !== null && draft.password === "" && sameConnection(stored.connection, connection);

  const proof = hasPassed || isUntouched ? "passed" : (isCurrent && failureOf(tried)) || "untested";

  // After a refusal the first wrong field has the focus, once its finding is drawn.
  const [firstWrong] = problems.keys();
  useEffect(() => {
    if (firstWrong) focusField(form.current, firstWrong);
  }, [firstWrong, form]);

  function change(part: Partial<ConnectDraft>) {
    setDraft((before) => ({ ...before, ...part }));
    if (part.password !== undefined) setTypings((before) => before + 1);
    const touched = Object.keys(part);
    if (touched.some((field) => problems.has(field))) {
      setProblems(new Map([...problems].filter(([field]) => !touched.includes(field))));
    }
  }

  const password = stored !== null && draft.password === "" ? null : draft.password;

  async function test(): Promise<void> {
    if (onItsWay.current) return;
    const missing = missingForTest(connection, lacksPassword);
    setProblems(new Map(missing.map(({ field, problem }) => [field, problem])));
    if (missing.length > 0) return;
    const about = { about: connection, password: typings };
    onItsWay.current = true;
    setIsTesting(true);
    try {
      const installation = stored?.view.id ?? null;
      const view = await testConnection({ connection, password, installation });
      setTried({ ...about, outcome: { view } });
    } catch (thrown) {
      const error = toCommandError(thrown);
      // What is kept may be gone since the form was opened.
      if (error.field === "password") setProblems(new Map([["password", passwordNeeded]]));
      else setTried({ ...about, outcome: { error } });
    } finally {
      onItsWay.current = false;
      setIsTesting(false);
    }
  }

  async function save(): Promise<void> {
    if (onItsWay.current) return;
    onItsWay.current = true;
    setIsSaving(true);
    setError(null);
    try {
      const { name, hue, readOnly } = draft;
      const id = stored?.view.id ?? null;
      const request = { id, name: name.trim(), hue, readOnly, connection, password };
      const answer = await saveInstallation(request);
      if (answer.kind === "refused") {
        setProblems(new Map(answer.findings.map(({ field, problem }) => [field, problem])));
        return;
      }
      // It is kept where it belongs; nothing of it stays here.
      setDraft((before) => ({ ...before, password: "" }));
      setIsSaved(true);
      guard.release();
      onSaved({ id: answer.id, kept: answer.kept, proof });
    } catch (thrown) {
      setError(toCommandError(thrown));
    } finally {
      onItsWay.current = false;
      setIsSaving(false);
    }
  }

  return {
    draft,
    change,
    connection,
    problems,
    guard,
    error,
    tried,
    isOutdated: tried !== null && !isCurrent,
    isTesting,
    isSaving,
    /** Nothing stands against saving: the test has passed, or there is nothing to test. */
    maySave: hasPassed || isUntouched,
    hasPassed,
    isUntouched,
    /** The password is kept and need not be typed. */
    isKept,
    /** The password was kept for another connection. */
    isPasswordVoid: stored !== null && !isBound,
    test,
    save,
  };
}

/** Why a connection that was tried is of no use. */
function failureOf({ outcome }: Tried): CommandError | null {
  if ("error" in outcome) return outcome.error;
  return outcome.view.steps.find((step) => step.error)?.error ?? null;
}

export type Connect = ReturnType<typeof useConnect>;
