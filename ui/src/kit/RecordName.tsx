import type { ReactNode } from "react";
import type { Validity } from "../bridge/bindings";
import styles from "./RecordName.module.css";
import { ValidityMark, ValidityPill } from "./ValidityPill";

type Props = {
  avatar: ReactNode;
  validity: Validity;
  /** What stands at the end of the cell, with room of its own. */
  sign?: ReactNode;
  children: ReactNode;
};

/** The first cell of a record: its avatar, its name, and a word when it is not valid. */
export function RecordName({ avatar, validity, sign, children }: Props) {
  return (
    <span className={styles.name}>
      {avatar}
      <span className={styles.line}>
        <span className={styles.text}>{children}</span>
        {validity === "valid" ? null : (
          <>
            <span className={styles.mark}>
              <ValidityMark validity={validity} />
            </span>
            <span aria-hidden="true" className={styles.word}>
              <ValidityPill validity={validity} />
            </span>
          </>
        )}
      </span>
      {sign}
    </span>
  );
}
