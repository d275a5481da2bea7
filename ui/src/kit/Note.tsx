import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import styles from "./Note.module.css";

type Props = {
  children: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
};

/** A slim line over a list: what is not as it should be, while the rest goes on. */
export function Note({ children, action }: Props) {
  return (
    <div role="status" className={styles.note}>
      <TriangleAlert aria-hidden="true" />
      <p className={styles.words}>{children}</p>
      {action}
    </div>
  );
}
