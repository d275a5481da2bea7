import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useEffect, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { caches, programNow, saveCaches, testCaches } from "../../api/caches";
import { useLeaveGuard } from "../../api/formsGuard";
import { useWaitingDraft } from "../../api/formsTrip";
import type {
  CachesView,
  CommandError,
  ConsentView,
  SecretKept,
  SettingFindingView,
  SettingProblem,
} from "../../bridge/bindings";
import { toCommandError } from "../../bridge/errors";
import { focusField } from "../../kit/FormRows";
import { type CachesDraft, cachesDraft, cachesRequest } from "./cachesDraft";

type Start = {
  /** The installation. */
  id: string;
  stored: CachesView;
  form: RefObject<HTMLFormElement | null>;
  onSaved: (kept: SecretKept | null) => void;
};

/** What a test said, and about what. */
type Tried = { about: CachesDraft; error: CommandError | null };

type Work = "testing" | "saving" | "looking";

const noProblems: ReadonlyMap<string, SettingProblem> = new Map();

/** A way of clearing caches being typed, tried and kept. */
export function useCaches({ id, stored, form, onSaved }: Start) {
  const client = useQueryClient();
  const { i18n } = useTranslation();
  const [first] = useState(() => cachesDraft(stored));
  const key = `caches:${id}`;
  const [draft, setDraft] = useState(useWaitingDraft(key, first));
  const [problems, setProblems] = useState(noProblems);
  const [program, setProgram] = useState<ConsentView | null>(null);
  const [tried, setTried] = useState<Tried | null>(null);
  const [busy, setBusy] = useState<Work | null>(null);
  const [error, setError] = useState<CommandError | null>(null);
  const [isSaved, setIsSaved] = useState(false);
  /** What is on its way, and which turn of all it is. */
  const running = useRef<Work | null>(null);
  const turn = useRef(0);
  const changed = JSON.stringify(draft) !== JSON.stringify(first);
  const guard = useLeaveGuard(changed && !isSaved, draft, key);

  function change(part: Partial<CachesDraft>) {
    // Another file is another program: nobody agreed to that one.
    const isOther = part.path !== undefined && part.path !== draft.path;
    setDraft((before) => ({ ...before, ...(isOther ? { agreed: "" } : {}), ...part }));
    if (isOther) setProgram(null);
    if (isOther && isAtPath(error)) setError(null);
    const touched = Object.keys(part);
    setProblems((before) => new Map([...before].filter(([field]) => !touched.includes(field))));
  }

  const refuse = (findings: readonly SettingFindingView[]) =>
    setProblems(new Map(findings.map(({ field, problem }) => [field, problem])));

  /**
   * One thing at a time, but whoever saves waits for no test: what that says then is nothing to anybody.
   * What goes wrong is said at its field, or over the foot.
   */
  async function run(what: Work, work: (isOver: () => boolean) => Promise<void>): Promise<void> {
    const overtakes = what === "saving" && running.current === "testing";
    if (running.current !== null && !overtakes) return;
    running.current = what;
    turn.current += 1;
    const mine = turn.current;
    const isOver = () => turn.current !== mine;
    setBusy(what);
    setError(null);
    setProblems(noProblems);
    try {
      await work(isOver);
    } catch (thrown) {
      if (!isOver()) setError(toCommandError(thrown));
    } finally {
      if (!isOver()) {
        running.current = null;
        setBusy(null);
      }
    }
  }

  const test = () =>
    run("testing", async (isOver) => {
      setTried(null);
      const answer = await testCaches(id, cachesRequest(draft));
      if (isOver()) return;
      if (answer.kind === "refused") return refuse(answer.findings);
      setTried({ about: draft, error: answer.kind === "failed" ? answer.error : null });
    });

  const save = () =>
    run("saving", async () => {
      const answer = await saveCaches(
        id,
        cachesRequest(draft),
        i18n.language === "de" ? "de" : "en",
      );
      if (answer.kind === "refused") return refuse(answer.findings);
      // It is kept where it belongs; nothing of it stays here.
      setDraft((before) => ({ ...before, password: "" }));
      setIsSaved(true);
      guard.release();
      client.removeQueries(caches(id));
      onSaved(answer.kept);
    });

  const look = () => run("looking", async () => setProgram(await programNow(draft.path.trim())));

  const tells = tried?.about === draft ? tried : null;
  /** What went wrong at a field that is shown. */
  const faulty = [error, tells?.error ?? null].find(
    (one) => isAtPath(one) && draft.kind === "program",
  );

  // After a refusal the first wrong field has the focus, once its finding is drawn.
  const [firstWrong = faulty ? "path" : null] = problems.keys();
  useEffect(() => {
    if (firstWrong) focusField(form.current, firstWrong);
  }, [firstWrong, form]);

  return {
    draft,
    change,
    problems,
    /** The program as it is now, once somebody looked. */
    program,
    tried: tells,
    busy,
    /** What went wrong, and is not said at a field. */
    error: error === faulty ? null : error,
    /** What is wrong with the program, to be said at its path. */
    faulty: faulty ?? null,
    guard,
    /** A password is kept for Redis. */
    isKept: stored.kind === "redis" && stored.secret !== "missing",
    test,
    save,
    look,
  };
}

function isAtPath(error: CommandError | null): boolean {
  return error?.field === "path";
}

export type Caches = ReturnType<typeof useCaches>;
