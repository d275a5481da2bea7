import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Button.module.css";
import { Kbd } from "./Kbd";

/** How much a button stands out: one primary a view, plain beside it, quiet within text and bars. */
export type ButtonVariant = "primary" | "plain" | "quiet";

export type ButtonProps = Omit<AriaButtonProps, "children" | "className" | "style"> & {
  children: ReactNode;
  variant?: ButtonVariant;
  /** A lucide icon before the words. */
  icon?: ReactNode;
  /** The key that does the same, shown after the words: "Ctrl S". */
  shortcut?: string;
  /** In a place without room only the icon stays; the words remain its name. */
  narrows?: boolean;
  ref?: React.Ref<HTMLButtonElement>;
};

/** A button with words. */
export function Button(given: ButtonProps) {
  const { children, variant = "plain", icon, shortcut, narrows, ...props } = given;
  return (
    <AriaButton
      {...props}
      className={classNames(styles.button, styles[variant], narrows && styles.narrows)}
    >
      {icon}
      <span className={styles.words}>{children}</span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
    </AriaButton>
  );
}
