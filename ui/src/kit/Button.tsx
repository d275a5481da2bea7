import { Lock } from "lucide-react";
import type { ReactNode } from "react";
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Button.module.css";
import { Kbd } from "./Kbd";
import { useToast } from "./Toast";
import { Tooltip } from "./Tooltip";

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
  /** Why it does nothing: it stays reachable, looks disabled, and says so when asked. */
  refused?: string | null | undefined;
  ref?: React.Ref<HTMLButtonElement>;
};

/** A button with words. */
export function Button(given: ButtonProps) {
  const { refused, ...props } = given;
  if (!refused) return <PlainButton {...props} />;
  return (
    <Tooltip text={refused}>
      <RefusedButton {...props} why={refused} />
    </Tooltip>
  );
}

function PlainButton(given: Omit<ButtonProps, "refused">) {
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

function RefusedButton({ why, ...props }: Omit<ButtonProps, "refused"> & { why: string }) {
  const toast = useToast();
  return (
    <PlainButton
      {...props}
      aria-disabled="true"
      icon={<Lock aria-hidden="true" />}
      onPress={() => toast(why)}
    />
  );
}
