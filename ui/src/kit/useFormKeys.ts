import { useEffect, useEffectEvent } from "react";
import { hasCommandKey } from "../lib/keys";

type Actions = { onSave: () => void; onFinish: () => void; onCancel: () => void };

/** Whatever lies over the form and takes keys for itself. */
const overlays = "[role=dialog], [role=alertdialog], [role=listbox], [role=menu]";

/** The keys of a form, wherever the focus is: save, save and finish, leave. */
export function useFormKeys({ onSave, onFinish, onCancel }: Actions): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const action = actionOf(event);
    if (!action || event.repeat || event.isComposing) return;
    event.preventDefault();
    event.stopPropagation();
    action();
  });

  function actionOf(event: KeyboardEvent): (() => void) | null {
    const isCovered = (selector: string) => document.querySelector(selector) !== null;
    if (event.key === "Escape") return isCovered(overlays) ? null : onCancel;
    if (!hasCommandKey(event) || event.shiftKey || isCovered("[role=dialog], [role=alertdialog]")) {
      return null;
    }
    if (event.key.toLowerCase() === "s") return onSave;
    return event.key === "Enter" ? onFinish : null;
  }

  // Before anybody else: a list that closes on Escape must still be seen, a field must not take Enter.
  useEffect(() => {
    window.addEventListener("keydown", onKey, { capture: true });
    return () => window.removeEventListener("keydown", onKey, { capture: true });
  }, []);
}
