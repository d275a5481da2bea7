import { ChevronDown } from "lucide-react";
import { Button, Input, Select, SelectValue, TextField } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Cell.module.css";
import { Choices } from "./Choices";
import type { SelectChoice } from "./Select";

type TextProps = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  isInvalid: boolean;
  isCode?: boolean;
};

/** Text within a table that is edited in place. */
export function CellText({ label, value, onChange, isInvalid, isCode }: TextProps) {
  return (
    <TextField
      aria-label={label}
      value={value}
      onChange={onChange}
      isInvalid={isInvalid}
      autoComplete="off"
      spellCheck="false"
      validationBehavior="aria"
    >
      {/* A blank as placeholder: an empty cell is told by its edge. */}
      <Input
        placeholder=" "
        className={classNames(styles.box, styles.input, isCode && styles.code)}
      />
    </TextField>
  );
}

type SelectProps<Id extends string> = {
  label: string;
  value: Id;
  choices: readonly SelectChoice<Id>[];
  onChange: (value: Id) => void;
};

/** One of a few within a table. */
export function CellSelect<Id extends string>(props: SelectProps<Id>) {
  const { label, value, choices, onChange } = props;
  return (
    <Select
      aria-label={label}
      value={value}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.id === key);
        if (chosen) onChange(chosen.id);
      }}
    >
      <Button className={classNames(styles.box, styles.button)}>
        <SelectValue className={classNames(styles.value)} />
        <ChevronDown aria-hidden="true" />
      </Button>
      <Choices choices={choices} />
    </Select>
  );
}
