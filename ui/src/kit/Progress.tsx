import { ProgressBar } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Progress.module.css";

type Props = {
  label: string;
  done: number;
  /** `null` while nobody knows how much there is. */
  total: number | null;
  /** How far it is, in words. */
  words: string;
};

/** How far a long work has come. */
export function Progress({ label, done, total, words }: Props) {
  return (
    <ProgressBar
      aria-label={label}
      value={done}
      maxValue={total ?? 1}
      isIndeterminate={total === null}
      valueLabel={words}
      className={classNames(styles.progress)}
    >
      {({ percentage = 0 }) => (
        <>
          <span className={styles.track}>
            <span className={styles.done} style={{ width: `${percentage}%` }} />
          </span>
          <span className={styles.words}>{words}</span>
        </>
      )}
    </ProgressBar>
  );
}
