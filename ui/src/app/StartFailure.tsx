import { ErrorNote } from "../kit/ErrorNote";
import styles from "./FullPage.module.css";

/** The whole window when Deskbook cannot start: why, where, what to do, and another try. */
export function StartFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <main className={styles.page}>
      <ErrorNote heading="h1" error={error} onRetry={onRetry} />
    </main>
  );
}
