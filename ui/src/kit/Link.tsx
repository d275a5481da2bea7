import type { ReactNode } from "react";
import { Button as AriaButton, Link as AriaLink } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Link.module.css";

type Props = { onPress: () => void; children: ReactNode };

/** Words within text that lead to another place of the app. */
export function Link({ onPress, children }: Props) {
  return (
    <AriaLink onPress={onPress} className={classNames(styles.link)}>
      {children}
    </AriaLink>
  );
}

/** Words within text that do something. */
export function TextButton({ onPress, children }: Props) {
  return (
    <AriaButton onPress={onPress} className={classNames(styles.link)}>
      {children}
    </AriaButton>
  );
}
