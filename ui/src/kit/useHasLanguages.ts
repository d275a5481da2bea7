import { useState } from "react";
import type { ListSource } from "./listTypes";

/**
 * Whether a list can be searched in more than one language. While it is searched anew this stays as it was: whoever
 * chooses the other language would lose the switch from under the keys.
 */
export function useHasLanguages(
  source: Pick<ListSource<unknown>, "instant" | "outdated" | "waiting">,
  otobo: boolean,
): boolean {
  const has = source.instant || otobo;
  const isKnown = !source.waiting && !source.outdated;
  const [had, setHad] = useState(has);
  if (isKnown && had !== has) setHad(has);
  return has || (!isKnown && had);
}
