import { createContext, type ReactNode, useContext } from "react";
import { createPortal } from "react-dom";

/** The place in the status bar that belongs to the view in sight; the shell provides it. */
export const StatusSlotContext = createContext<HTMLElement | null>(null);

/** Puts what a view has to say about itself into the status bar. */
export function StatusSlot({ children }: { children: ReactNode }) {
  const slot = useContext(StatusSlotContext);
  return slot ? createPortal(children, slot) : null;
}
