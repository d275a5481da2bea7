import type { ReactNode } from "react";
import { ToggleButton, ToggleButtonGroup } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Choice.module.css";

type Props<Value extends string> = {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  choices: readonly { value: Value; label: string }[];
};

/** One of a few, all in sight, as chips side by side. */
export function Choice<Value extends string>({ label, value, onChange, choices }: Props<Value>) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={classNames(styles.group)}
      selectionMode="single"
      disallowEmptySelection
      selectedKeys={[value]}
      onSelectionChange={(keys) => {
        const chosen = choices.find((choice) => keys.has(choice.value));
        if (chosen) onChange(chosen.value);
      }}
    >
      {choices.map((choice) => (
        <ToggleButton key={choice.value} id={choice.value} className={classNames(styles.chip)}>
          {choice.label}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}

type ManyProps = {
  label: string;
  values: readonly string[];
  onChange: (values: string[]) => void;
  choices: readonly { value: string; label: string; icon: ReactNode }[];
};

/** Some of a few, at least one, all in sight, as chips side by side. */
export function ChoiceOfMany({ label, values, onChange, choices }: ManyProps) {
  return (
    <ToggleButtonGroup
      aria-label={label}
      className={classNames(styles.group, styles.many)}
      selectionMode="multiple"
      disallowEmptySelection
      selectedKeys={values}
      onSelectionChange={(keys) => onChange([...keys].map(String))}
    >
      {choices.map(({ value, label: name, icon }) => (
        <ToggleButton key={value} id={value} className={classNames(styles.chip)}>
          {icon}
          {name}
        </ToggleButton>
      ))}
    </ToggleButtonGroup>
  );
}
