import { useRouter } from "@tanstack/react-router";
import { useCallback } from "react";
import { readListSearchParams } from "../lib/listPlace";
import { renamedIn } from "../lib/listShowing";

/**
 * Leads whoever looks at a record in its list along, once the record has another key. Works from a
 * form that was left, too.
 */
export function useFollowing(
  list: "/customer-users" | "/customers",
): (was: string, now: string) => void {
  const router = useRouter();
  return useCallback(
    (was, now) => {
      const { pathname, search } = router.state.location;
      if (pathname !== list) return;
      const place = readListSearchParams({ ...search });
      void router.navigate({ to: list, search: renamedIn(place, was, now), replace: true });
    },
    [router, list],
  );
}
