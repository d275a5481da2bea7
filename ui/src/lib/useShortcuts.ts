import { useEffect, useEffectEvent } from "react";
import { hasCommandKey, isBareKey, isTyping } from "./keys";

/** What a key does, by key: "e", "/", "Escape", "?", or with the command key: "mod+f". */
export type Shortcuts = Partial<Record<string, () => void>>;

/** Listens for keys while the view is there. Bare keys are left to whatever takes text or is on top. */
export function useShortcuts(shortcuts: Shortcuts): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.repeat || isOnTop(event.target)) return;
    const run = shortcuts[shortcutOf(event)];
    if (!run) return;
    event.preventDefault();
    run();
  });

  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKeyDown(event);
    window.addEventListener("keydown", listener);
    return () => window.removeEventListener("keydown", listener);
  }, []);
}

/** The name of a key press; nothing for a letter that is being typed somewhere. */
function shortcutOf(event: KeyboardEvent): string {
  if (hasCommandKey(event)) return `mod+${event.key.toLowerCase()}`;
  if (!isBareKey(event)) return "";
  return event.key.length === 1 && isTyping(event.target) ? "" : event.key;
}

/** Whether the key was pressed in something that lies over the view and has keys of its own. */
function isOnTop(target: EventTarget | null): boolean {
  const overlay = '[role="dialog"], [role="alertdialog"], [role="menu"], [role="listbox"]';
  return target instanceof Element && target.closest(overlay) !== null;
}
