import { Check } from "lucide-react";
import { ListBox, ListBoxItem } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./PickList.module.css";

type Props = {
  label: string;
  choices: readonly { id: string; name: string; detail: string }[];
  picked: string | null;
  onPick: (id: string) => void;
  autoFocus?: boolean;
};

/** One of many, in a list that scrolls; the first letters of a name lead to it. */
export function PickList({ label, choices, picked, onPick, autoFocus = false }: Props) {
  return (
    <ListBox
      aria-label={label}
      className={classNames(styles.list)}
      autoFocus={autoFocus}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={picked === null ? [] : [picked]}
      onSelectionChange={(keys) => {
        const [key] = keys;
        if (key !== undefined) onPick(String(key));
      }}
    >
      {choices.map(({ id, name, detail }) => (
        <ListBoxItem key={id} id={id} textValue={name} className={classNames(styles.option)}>
          {({ isSelected }) => (
            <>
              <span className={styles.words}>
                <span className={styles.name}>{name}</span>{" "}
                <span className={styles.detail}>{detail}</span>
              </span>
              {isSelected ? <Check aria-hidden="true" /> : null}
            </>
          )}
        </ListBoxItem>
      ))}
    </ListBox>
  );
}
