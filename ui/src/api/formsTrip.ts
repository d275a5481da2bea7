import { useRouter } from "@tanstack/react-router";
import { dropDraft, parkDraft } from "../lib/dirty";

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
