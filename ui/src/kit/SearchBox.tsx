import { Search } from "lucide-react";
import type { KeyboardEvent, Ref } from "react";
import { Kbd } from "./Kbd";
import styles from "./SearchBox.module.css";

type Props = {
  label: string;
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
  onKeyDown: (event: KeyboardEvent<HTMLInputElement>) => void;
  /** Shown at the end: what the field listens to when it is empty, and when it is not. */
  keys: { empty: string; filled: string };
  ref?: Ref<HTMLInputElement>;
};

/** The field that a list is searched with; it has the focus when its view opens. */
export function SearchBox({ label, placeholder, value, onChange, onKeyDown, keys, ref }: Props) {
  return (
    <div className={styles.box}>
      <Search aria-hidden="true" />
      <input
        ref={ref}
        type="search"
        aria-label={label}
        placeholder={placeholder}
        autoComplete="off"
        spellCheck={false}
        className={styles.input}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={onKeyDown}
      />
      <Kbd keys={value === "" ? keys.empty : keys.filled} />
    </div>
  );
}
