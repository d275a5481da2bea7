import type { ErrorComponentProps } from "@tanstack/react-router";
import { ErrorNote } from "../kit/ErrorNote";
import styles from "./FullPage.module.css";

/** Stands where a view could not be drawn; the rest of the window goes on. */
export function ViewFailure({ error, reset }: ErrorComponentProps) {
  return (
    <div className={styles.page}>
      <ErrorNote heading="h1" error={error} onRetry={reset} />
    </div>
  );
}
