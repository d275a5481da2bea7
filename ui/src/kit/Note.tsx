import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classNames } from "../lib/classNames";
import styles from "./Note.module.css";

type Props = {
  children: ReactNode;
  /** What can be done about it. */
  action?: ReactNode;
  /** A warning, unless it only says what is going on. */
  tone?: "warn" | "plain";
  icon?: ReactNode;
};

/** A slim line over a list: what is not as it should be, while the rest goes on. */
export function Note({ children, action, tone = "warn", icon }: Props) {
  return (
    <div role="status" className={classNames(styles.note, styles[tone])}>
      {icon ?? <TriangleAlert aria-hidden="true" />}
      <p className={styles.words}>{children}</p>
      {action}
    </div>
  );
}
