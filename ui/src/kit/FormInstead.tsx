import type { ReactNode } from "react";
import { EmptyState } from "./EmptyState";
import styles from "./FormInstead.module.css";

type Props = {
  title: string;
  text: string;
  /** The way back to the list. */
  back: ReactNode;
  /** The ways on, if there are any. */
  children?: ReactNode;
};

/** Stands where a form would, when there cannot be one: why, and what can be done. */
export function FormInstead({ title, text, back, children }: Props) {
  return (
    <FormPlace>
      <EmptyState heading="h1" title={title} text={text}>
        {children}
        <div className={styles.back}>{back}</div>
      </EmptyState>
    </FormPlace>
  );
}

/** The room of a form for what stands in it instead. */
export function FormPlace({ children }: { children: ReactNode }) {
  return <div className={styles.place}>{children}</div>;
}
