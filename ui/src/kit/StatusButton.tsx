import type { ReactNode } from "react";
import { Button } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./StatusButton.module.css";

/** An entry of the status bar that opens what there is to say about it. */
export function StatusButton({ children }: { children: ReactNode }) {
  return <Button className={classNames(styles.button)}>{children}</Button>;
}
