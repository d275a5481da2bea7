import styles from "./Kbd.module.css";

/** The key that does the same as the control it stands in; said by the help sheet, not by each control. */
export function Kbd({ keys }: { keys: string }) {
  return (
    <span aria-hidden="true" className={styles.kbd}>
      {keys}
    </span>
  );
}
