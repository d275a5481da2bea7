import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./Caution.module.css";

type Props = {
  /** What is to be known, in a few words. */
  what: string;
  /** Why, and what can be done about it. */
  children: ReactNode;
};

/** Something that goes on all the same, but that whoever does it should know of. */
export function Caution({ what, children }: Props) {
  return (
    <div className={styles.caution}>
      <TriangleAlert aria-hidden="true" />
      <div className={styles.words}>
        <p className={styles.what}>{what}</p>
        {children}
      </div>
    </div>
  );
}
