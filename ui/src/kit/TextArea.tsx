import { TextArea as AriaTextArea, TextField } from "react-aria-components";
import { classNames } from "../lib/classNames";
import { FieldLabel, FieldNotes, type FieldProps } from "./Field";
import fieldStyles from "./Field.module.css";
import styles from "./TextArea.module.css";

type Props = FieldProps & {
  value: string;
  onChange: (value: string) => void;
  placeholder?: string | undefined;
  /** How many lines have room before it grows. */
  lines?: number;
};

/** Text of any number of lines: as high as it says when empty, growing with what is in it. */
export function TextArea(props: Props) {
  const {
    lines = 1,
    label,
    value,
    onChange,
    error,
    good,
    hint,
    placeholder,
    isRequired,
    isReadOnly,
  } = props;
  return (
    <TextField
      className={classNames(fieldStyles.field)}
      value={value}
      onChange={onChange}
      isInvalid={Boolean(error)}
      isReadOnly={isReadOnly ?? false}
      isRequired={isRequired ?? false}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <div className={classNames(fieldStyles.box, styles.box)} data-text={value}>
        <AriaTextArea
          className={classNames(fieldStyles.input, styles.area)}
          rows={lines}
          placeholder={placeholder ?? ""}
        />
      </div>
      <FieldNotes error={error} good={good} hint={hint} />
    </TextField>
  );
}
