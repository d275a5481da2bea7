import { type RefObject, useEffect, useRef } from "react";

/** Gives the focus to somebody when what had it is gone, as a button goes that did its work. */
export function useFocusHeir(heir: RefObject<HTMLElement | null>): void {
  const last = useRef<EventTarget | null>(null);

  useEffect(() => {
    const note = (event: FocusEvent) => {
      last.current = event.target;
    };
    document.addEventListener("focusin", note);
    return () => document.removeEventListener("focusin", note);
  }, []);

  useEffect(() => {
    const isGone = last.current instanceof Node && !last.current.isConnected;
    if (isGone && document.activeElement === document.body) heir.current?.focus();
  });
}
