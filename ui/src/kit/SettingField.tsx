import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { FieldError, Input, Label, Text, TextField } from "react-aria-components";
import { classNames } from "../lib/classNames";
import fieldStyles from "./Field.module.css";
import styles from "./SettingField.module.css";

export type SettingProps = {
  label: string;
  /** What the setting is called where it comes from. */
  code: string;
  help: string;
  isRequired?: boolean;
  error?: ReactNode;
};

/** A setting's words: what it is, its name elsewhere, what it does. */
export function SettingWords({ label, code, help, isRequired }: SettingProps) {
  return (
    <div className={styles.words}>
      <Label className={classNames(styles.label)}>
        {label}
        {isRequired ? (
          <span aria-hidden="true" className={fieldStyles.required}>
            *
          </span>
        ) : null}
      </Label>
      <Text slot="description" className={classNames(styles.help)}>
        <code className={styles.code}>{code}</code> {help}
      </Text>
    </div>
  );
}

/** What is wrong with a setting, under its field. */
export function SettingError({ error }: { error: ReactNode }) {
  if (!error) return null;
  return (
    <FieldError className={classNames(styles.error)}>
      <TriangleAlert aria-hidden="true" />
      <span>{error}</span>
    </FieldError>
  );
}

type Props = SettingProps & {
  value: string;
  onChange: (value: string) => void;
  placeholder: string;
  inputMode?: "text" | "numeric";
  type?: "text" | "password";
  /** A small button at the end of the box. */
  inside?: ReactNode;
};

/** A setting of one line of text: its words at the left, its field at the right. */
export function SettingField(props: Props) {
  const { value, onChange, placeholder, inputMode, type, inside, ...words } = props;
  const { error, isRequired } = words;
  return (
    <TextField
      className={classNames(fieldStyles.field, styles.setting)}
      value={value}
      onChange={onChange}
      type={type ?? "text"}
      inputMode={inputMode ?? "text"}
      autoComplete="off"
      spellCheck="false"
      isInvalid={Boolean(error)}
      isRequired={isRequired ?? false}
      validationBehavior="aria"
    >
      <SettingWords {...words} />
      <div>
        <div className={fieldStyles.box}>
          <Input className={classNames(fieldStyles.input)} placeholder={placeholder} />
          {inside ? <span className={fieldStyles.inside}>{inside}</span> : null}
        </div>
        <SettingError error={error} />
      </div>
    </TextField>
  );
}
