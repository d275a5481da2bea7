import { Checkbox as AriaCheckbox } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Checkbox.module.css";

type Props = {
  label: string;
  isSelected: boolean;
  onChange: (selected: boolean) => void;
  isReadOnly?: boolean;
  /** Only the box is drawn; the label remains its name. */
  bare?: boolean;
};

/** Yes or no. */
export function Checkbox({ label, bare, ...props }: Props) {
  return (
    <AriaCheckbox
      {...props}
      {...(bare ? { "aria-label": label } : {})}
      className={classNames(styles.choice, bare && styles.bare)}
    >
      <span aria-hidden="true" className={styles.box} />
      {bare ? null : label}
    </AriaCheckbox>
  );
}
