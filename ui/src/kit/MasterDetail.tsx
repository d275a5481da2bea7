import type { ReactNode } from "react";
import { useMediaQuery } from "../lib/useMediaQuery";
import styles from "./MasterDetail.module.css";

type Props = {
  /** The list; told whether the detail covers it. */
  list: (covered: boolean) => ReactNode;
  /** What is open beside it, if anything is. */
  detail: ReactNode | null;
};

/** A list with the open record beside it; in a narrow window the record covers the list. */
export function MasterDetail({ list, detail }: Props) {
  const narrow = useMediaQuery("(max-width: 899px)");
  return (
    <div className={styles.both}>
      {list(narrow && detail !== null)}
      {detail}
    </div>
  );
}
