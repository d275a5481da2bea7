import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { classNames } from "../lib/classNames";
import buttonStyles from "./Button.module.css";
import { Tooltip } from "./Tooltip";

type Props = Omit<AriaButtonProps, "children" | "className" | "style" | "aria-label"> & {
  /** What it does: its name, and the text of its tooltip. */
  label: string;
  icon: ReactNode;
  variant?: "plain" | "quiet";
  /** The key that does the same, shown in the tooltip. */
  shortcut?: string;
};

/** A button that is only an icon; its name is in the tooltip. */
export function IconButton({ label, icon, variant = "quiet", shortcut, ...props }: Props) {
  return (
    <Tooltip text={label} {...(shortcut ? { shortcut } : {})}>
      <AriaButton
        {...props}
        aria-label={label}
        className={classNames(buttonStyles.button, buttonStyles[variant], buttonStyles.icon)}
      >
        {icon}
      </AriaButton>
    </Tooltip>
  );
}
