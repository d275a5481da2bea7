import type { ClipboardEvent, ReactNode } from "react";
import {
  TextField as AriaTextField,
  type TextFieldProps as AriaTextFieldProps,
  Input,
} from "react-aria-components";
import { classNames } from "../lib/classNames";
import { FieldLabel, FieldNotes, type FieldProps } from "./Field";
import styles from "./Field.module.css";

type TextFieldProps = FieldProps &
  Pick<AriaTextFieldProps, "type" | "inputMode" | "autoComplete" | "autoFocus" | "spellCheck"> & {
    value: string;
    onChange: (value: string) => void;
    placeholder?: string | undefined;
    /** A small button or word at the end of the box. */
    inside?: ReactNode;
  };

/** One line of text. It has no length limit of its own: what is typed or pasted is never cut. */
export function TextField(props: TextFieldProps) {
  const { label, error, good, hint, placeholder, inside, isRequired, isReadOnly, ...rest } = props;
  const paste = (event: ClipboardEvent<HTMLInputElement>) => {
    const pasted = pastedLines(event.clipboardData.getData("text"));
    if (pasted === null || isReadOnly) return;
    event.preventDefault();
    const { value, selectionStart, selectionEnd } = event.currentTarget;
    const before = value.slice(0, selectionStart ?? value.length);
    props.onChange(before + pasted + value.slice(selectionEnd ?? value.length));
  };
  return (
    <AriaTextField
      {...rest}
      className={classNames(styles.field)}
      isInvalid={Boolean(error)}
      isReadOnly={isReadOnly ?? false}
      isRequired={isRequired ?? false}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <div className={styles.box}>
        <Input
          className={classNames(styles.input)}
          placeholder={placeholder ?? ""}
          onPaste={paste}
        />
        {inside ? <span className={styles.inside}>{inside}</span> : null}
      </div>
      <FieldNotes error={error} good={good} hint={hint} />
    </AriaTextField>
  );
}

/** Pasted lines as one line: left to itself, a text box would run their words together. */
function pastedLines(text: string): string | null {
  const lines = text.split(/[\r\n]+/);
  return lines.length === 1 ? null : lines.filter(Boolean).join(" ");
}
