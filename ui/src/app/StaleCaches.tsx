import { useNavigate } from "@tanstack/react-router";
import { type ReactNode, useCallback, useEffect, useRef, useState } from "react";
import { clearCaches, StaleCachesContext } from "../api/caches";
import { type CacheOutcome, isCleared, StaleCachesNote } from "../kit/StaleCachesNote";
import { useAppView } from "./useAppView";

/** How long it is said that caches were cleared. */
const shownFor = 8000;

type Notice = { types: readonly string[]; outcome: CacheOutcome };

/**
 * Clears what a write made stale in OTOBO's caches, and says what became of it. What could not be
 * cleared is still stale after the next write, so it is named and tried with that again.
 */
export function StaleCaches({ children }: { children: ReactNode }) {
  const { installation } = useAppView();
  const navigate = useNavigate();
  const [notice, setNotice] = useState<Notice | null>(null);
  const stale = useRef<readonly string[]>([]);
  // Whoever closed the note knows by now that nothing is set up.
  const isKnown = useRef(false);
  const tries = useRef(0);
  const { id } = installation;

  // The caches of one installation are nothing to another one.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the installation is what it is about
  useEffect(() => {
    return () => {
      tries.current += 1;
      stale.current = [];
      isKnown.current = false;
      setNotice(null);
    };
  }, [id]);

  const clear = useCallback(async () => {
    const types = stale.current;
    tries.current += 1;
    const mine = tries.current;
    if (!isKnown.current) setNotice({ types, outcome: { kind: "clearing" } });
    const outcome = await clearCaches(id, types).catch(
      (error: unknown): CacheOutcome => ({ kind: "failed", error }),
    );
    if (mine !== tries.current) return;
    if (isCleared(outcome)) stale.current = [];
    isKnown.current &&= outcome.kind === "notSetUp";
    if (!isKnown.current) setNotice({ types, outcome });
  }, [id]);

  const report = useCallback(
    (types: readonly string[]) => {
      if (types.length === 0) return;
      stale.current = [...new Set([...stale.current, ...types])];
      void clear();
    },
    [clear],
  );

  const isDone = notice !== null && isCleared(notice.outcome);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setNotice(null), shownFor);
    return () => clearTimeout(timer);
  }, [isDone]);

  return (
    <StaleCachesContext value={report}>
      {children}
      {notice ? (
        <StaleCachesNote
          {...notice}
          onRetry={() => void clear()}
          onSetUp={() => {
            setNotice(null);
            void navigate({ to: "/installations/$id/caches", params: { id } });
          }}
          onClose={() => {
            isKnown.current = notice.outcome.kind === "notSetUp";
            setNotice(null);
          }}
        />
      ) : null}
    </StaleCachesContext>
  );
}
