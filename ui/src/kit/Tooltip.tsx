import type { ReactElement } from "react";
import { Tooltip as AriaTooltip, TooltipTrigger } from "react-aria-components";
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
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip placement={placement} offset={6} className={classNames(styles.tooltip)}>
        {text}
        {shortcut ? <Kbd keys={shortcut} /> : null}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
