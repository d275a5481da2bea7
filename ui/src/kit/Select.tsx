import { ChevronDown } from "lucide-react";
import type { ReactNode } from "react";
import { Select as AriaSelect, Button, SelectValue } from "react-aria-components";
import { classNames } from "../lib/classNames";
import { Choices } from "./Choices";
import { FieldLabel, FieldNotes, type FieldProps } from "./Field";
import fieldStyles from "./Field.module.css";
import styles from "./Select.module.css";

/** One of the things that can be chosen. */
export type SelectChoice<Id extends string> = { id: Id; label: string; icon?: ReactNode };

type Props<Id extends string> = FieldProps & {
  value: Id;
  choices: readonly SelectChoice<Id>[];
  onChange: (value: Id) => void;
  autoFocus?: boolean;
};

/** One of a few, behind a button. */
export function Select<Id extends string>(props: Props<Id>) {
  const { label, value, choices, onChange, error, good, hint, isRequired, isReadOnly } = props;
  return (
    <AriaSelect
      className={classNames(fieldStyles.field)}
      value={value}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.id === key);
        if (chosen) onChange(chosen.id);
      }}
      autoFocus={props.autoFocus ?? false}
      isDisabled={isReadOnly ?? false}
      isInvalid={Boolean(error)}
      isRequired={isRequired ?? false}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <Button className={classNames(fieldStyles.box, styles.button)}>
        <SelectValue className={classNames(styles.value)} />
        <ChevronDown aria-hidden="true" />
      </Button>
      <FieldNotes error={error} good={good} hint={hint} />
      <Choices choices={choices} />
    </AriaSelect>
  );
}
