import { type ReactElement, useEffect, useState } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components";
import { flushSync } from "react-dom";
import { classNames } from "../lib/classNames";
import { Kbd } from "./Kbd";
import styles from "./Tooltip.module.css";

type Props = {
  text: string;
  shortcut?: string;
  placement?: "top" | "bottom" | "right";
  /** A control of the kit. */
  children: ReactElement;
};

/** Words that appear when the pointer or the focus rests on a control. */
export function Tooltip({ text, shortcut, placement = "bottom", children }: Props) {
  const [isOpen, setIsOpen] = useState(false);

  // Escape closes a tooltip and goes no further. Where it is what the control does, one press does both.
  const letsEscape = isOpen && shortcut === "Esc";
  useEffect(() => {
    if (!letsEscape) return;
    const close = (event: KeyboardEvent) => {
      if (event.key === "Escape") flushSync(() => setIsOpen(false));
    };
    window.addEventListener("keydown", close, true);
    return () => window.removeEventListener("keydown", close, true);
  }, [letsEscape]);

  return (
    <TooltipTrigger delay={500} closeDelay={0} isOpen={isOpen} onOpenChange={setIsOpen}>
      {children}
      <AriaTooltip placement={placement} offset={6} className={classNames(styles.tooltip)}>
        {text}
        {shortcut ? <Kbd keys={shortcut} /> : null}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
