import { useBlocker } from "@tanstack/react-router";
import { useCallback, useEffect, useRef, useState } from "react";
import { onCloseRequested } from "../bridge/bridge";
import { holdDraft } from "../lib/dirty";

/** The guard of a form: whether it asks just now, and the two answers. */
export type LeaveGuard = {
  asking: boolean;
  stay: () => void;
  leave: () => void;
  /** The form leaves of its own accord, with everything saved or put aside: do not ask. */
  release: () => void;
};

/**
 * Asks before a changed form is left, whichever way: another view, the window's close button, or a
 * reload in a browser. An unchanged form is left at once. Under `key` the draft is put aside if Deskbook
 * is locked meanwhile, and waits there for the form.
 */
export function useLeaveGuard(changed: boolean, draft: unknown, key: string): LeaveGuard {
  const holds = useRef(false);
  const released = useRef<unknown>(undefined);
  const [closing, setClosing] = useState<{ answer: (mayClose: boolean) => void } | null>(null);

  useEffect(() => {
    holds.current = changed && released.current !== draft;
    return holds.current ? holdDraft(key, draft) : undefined;
  }, [changed, draft, key]);

  const shouldBlock = useCallback(() => holds.current, []);
  const navigation = useBlocker({
    shouldBlockFn: shouldBlock,
    enableBeforeUnload: shouldBlock,
    withResolver: true,
  });

  useEffect(() => {
    const listening = onCloseRequested(() => {
      if (!holds.current) return true;
      return new Promise<boolean>((resolve) => setClosing({ answer: resolve }));
    });
    return () => void listening.then((stop) => stop());
  }, []);

  const answer = (leaves: boolean) => {
    closing?.answer(leaves);
    setClosing(null);
    if (leaves) navigation.proceed?.();
    else navigation.reset?.();
  };

  return {
    asking: closing !== null || navigation.status === "blocked",
    stay: () => answer(false),
    leave: () => answer(true),
    release: () => {
      released.current = draft;
      holds.current = false;
    },
  };
}
