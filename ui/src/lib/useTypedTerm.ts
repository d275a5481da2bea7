import { useEffect, useRef, useState } from "react";

/**
 * The term as it is being typed. The search follows every letter at once; the route is told, and
 * heard itself when somebody else changed it: a link, going back. What it only echoes is left out,
 * since a slow echo must not undo the letters typed after it.
 */
export function useTypedTerm(
  fromRoute: string,
  toRoute: (term: string) => void,
): [typed: string, type: (term: string) => void] {
  const [typed, setTyped] = useState(fromRoute);
  const seen = useRef(fromRoute);
  const told = useRef<string[]>([]);

  useEffect(() => {
    if (fromRoute === seen.current) return;
    seen.current = fromRoute;
    const echo = told.current.indexOf(fromRoute);
    told.current = told.current.slice(echo + 1);
    if (echo < 0) setTyped(fromRoute);
  }, [fromRoute]);

  const type = (term: string) => {
    told.current.push(term);
    setTyped(term);
    toRoute(term);
  };
  return [typed, type];
}
