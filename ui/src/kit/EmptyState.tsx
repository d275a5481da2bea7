import type { ReactNode } from "react";
import { Button as AriaButton } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./EmptyState.module.css";
import { Kbd } from "./Kbd";

type Props = {
  title: string;
  text?: string;
  /** The first heading where this is the whole page. */
  heading?: "h1" | "h2";
  children?: ReactNode;
};

/** What stands where there is nothing to list: why, and the ways on. */
export function EmptyState({ title, text, heading: Heading = "h2", children }: Props) {
  return (
    <div className={styles.empty}>
      <Heading className={styles.title}>{title}</Heading>
      {text ? <p className={styles.text}>{text}</p> : null}
      {children ? <div className={styles.onward}>{children}</div> : null}
    </div>
  );
}

/** The ways on, one under the other. */
export function Ways({ children }: { children: ReactNode }) {
  return <div className={styles.ways}>{children}</div>;
}

type WayProps = {
  icon: ReactNode;
  title: string;
  text: string;
  shortcut?: string;
  onPress: () => void;
};

/** One way on: what it does, and what comes of it. */
export function Way({ icon, title, text, shortcut, onPress }: WayProps) {
  return (
    <AriaButton onPress={onPress} className={classNames(styles.way)}>
      {icon}
      <span className={styles.wayWords}>
        <span className={styles.wayTitle}>{title}</span>
        <span className={styles.wayText}>{text}</span>
      </span>
      {shortcut ? <Kbd keys={shortcut} /> : null}
    </AriaButton>
  );
}
