import type { ReactNode } from "react";
import { classNames } from "../lib/classNames";
import styles from "./Pill.module.css";

type Props = {
  tone: "good" | "warn" | "bad" | "neutral";
  /** Shape before the word, so that colour never tells alone. */
  dot?: "full" | "half" | "ring";
  children?: ReactNode;
};

/** A word about the state of something. */
export function Pill({ tone, dot, children }: Props) {
  return (
    <span className={classNames(styles.pill, styles[tone])}>
      {dot ? <Dot shape={dot} /> : null}
      {children ? <span className={styles.words}>{children}</span> : null}
    </span>
  );
}

/** The shape that goes with a word of state: full, half or ring. */
export function Dot({ shape }: { shape: "full" | "half" | "ring" }) {
  return <span aria-hidden="true" className={classNames(styles.dot, styles[shape])} />;
}
