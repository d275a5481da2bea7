import { useEffect, useEffectEvent, useRef, useState } from "react";

/**
 * The term as it is being typed. The search follows every letter at once; the route is told when nothing was typed
 * for `pause` milliseconds, and before anything else is done that may go by it. It is heard itself when somebody
 * else changed it: a link, going back. What it only echoes is left out, since a slow echo must not undo the letters
 * typed after it.
 */
export function useTypedTerm(
  fromRoute: string,
  toRoute: (term: string) => void,
  pause: number,
): [typed: string, type: (term: string) => void] {
  const [typed, setTyped] = useState(fromRoute);
  const seen = useRef(fromRoute);
  const untold = useRef<string | null>(null);
  const told = useRef<string[]>([]);

  useEffect(() => {
    if (fromRoute === seen.current) return;
    seen.current = fromRoute;
    const echo = told.current.indexOf(fromRoute);
    told.current = told.current.slice(echo + 1);
    if (echo >= 0) return;
    untold.current = null;
    setTyped(fromRoute);
  }, [fromRoute]);

  const tell = useEffectEvent(() => {
    const term = untold.current;
    if (term === null) return;
    untold.current = null;
    told.current.push(term);
    toRoute(term);
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: each letter begins the pause anew
  useEffect(() => {
    const timer = setTimeout(() => tell(), pause);
    return () => clearTimeout(timer);
  }, [typed, pause]);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (!isLetter(event)) tell();
    };
    const onPointer = () => tell();
    window.addEventListener("keydown", onKey, true);
    window.addEventListener("pointerdown", onPointer, true);
    return () => {
      window.removeEventListener("keydown", onKey, true);
      window.removeEventListener("pointerdown", onPointer, true);
    };
  }, []);

  const type = (term: string) => {
    untold.current = term;
    setTyped(term);
  };
  return [typed, type];
}

/** Whether a key does nothing but write. */
function isLetter({ key, altKey, ctrlKey, metaKey }: KeyboardEvent): boolean {
  return [...key].length === 1 && !altKey && !ctrlKey && !metaKey;
}
