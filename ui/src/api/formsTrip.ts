import { useRouter } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { dropDraft, parkDraft, parkedDraft } from "../lib/dirty";

/**
 * Puts a form's draft aside for a trip to another view: it waits as long as the reader stays there
 * or comes straight back. Whoever goes on to somewhere else has given it up.
 */
export function useTrip<Draft>(key: string): (draft: Draft) => void {
  const router = useRouter();
  return (draft) => {
    const home = router.state.location.pathname;
    let away: string | null = null;
    parkDraft(key, draft);
    const stop = router.subscribe("onResolved", ({ toLocation: { pathname } }) => {
      away ??= pathname;
      if (pathname === away) return;
      if (pathname !== home) dropDraft(key);
      stop();
    });
  };
}

/** What a form begins with: the draft that waits for it, if one does, else what is stored. */
export function useWaitingDraft<Draft>(key: string, stored: Draft): Draft {
  const [draft] = useState(() => parkedDraft<Draft>(key) ?? stored);
  // What waited is in the form by now; should the form be left, it is left for good.
  useEffect(() => dropDraft(key), [key]);
  return draft;
}
