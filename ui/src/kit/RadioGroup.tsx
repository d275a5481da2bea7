import { RadioGroup as AriaRadioGroup, Radio } from "react-aria-components";
import { classNames } from "../lib/classNames";
import { FieldLabel, FieldNotes, type FieldProps } from "./Field";
import fieldStyles from "./Field.module.css";
import styles from "./RadioGroup.module.css";
import type { SelectChoice } from "./Select";

type Props<Id extends string> = FieldProps & {
  value: Id;
  choices: readonly SelectChoice<Id>[];
  onChange: (value: Id) => void;
};

/** One of a few, all of them to be seen. */
export function RadioGroup<Id extends string>(props: Props<Id>) {
  const { label, value, choices, onChange, error, good, hint, isRequired, isReadOnly } = props;
  return (
    <AriaRadioGroup
      className={classNames(fieldStyles.field)}
      orientation="horizontal"
      value={value}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.id === key);
        if (chosen) onChange(chosen.id);
      }}
      isReadOnly={isReadOnly ?? false}
      isInvalid={Boolean(error)}
      isRequired={isRequired ?? false}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <div className={styles.choices}>
        {choices.map((choice) => (
          <Radio key={choice.id} value={choice.id} className={classNames(styles.choice)}>
            <span aria-hidden="true" className={styles.dot} />
            {choice.label}
          </Radio>
        ))}
      </div>
      <FieldNotes error={error} good={good} hint={hint} />
    </AriaRadioGroup>
  );
}
