import { Check, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { FieldError, Label, Text } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Field.module.css";

/** What every field of a form takes, whatever it is filled in with. */
export type FieldProps = {
  label: string;
  isRequired?: boolean | undefined;
  isReadOnly?: boolean | undefined;
  /** What is wrong, with the way out; makes the field invalid. */
  error?: ReactNode;
  /** What is right; shown when nothing is wrong. */
  good?: string | undefined;
  /** What helps to fill it in; shown when there is nothing to say about the value. */
  hint?: string | undefined;
};

/** A field's name, with a mark when it is needed. */
export function FieldLabel({ label, isRequired }: Pick<FieldProps, "label" | "isRequired">) {
  return (
    <Label className={classNames(styles.label)}>
      {label}
      {isRequired ? (
        <span aria-hidden="true" className={styles.required}>
          *
        </span>
      ) : null}
    </Label>
  );
}

/**
 * The two lines below a field. They are kept free when there is nothing to say, so that a form does
 * not move under the pointer while it is being filled in. A description is there even if empty: a box
 * learns what describes it only when it is drawn first, or becomes wrong or right.
 */
export function FieldNotes({ error, good, hint }: Pick<FieldProps, "error" | "good" | "hint">) {
  return (
    <div className={styles.notes}>
      {error ? (
        <FieldError className={classNames(styles.note, styles.bad)}>
          <TriangleAlert aria-hidden="true" />
          <span>{error}</span>
        </FieldError>
      ) : (
        <Text slot="description" className={classNames(styles.note, good && styles.good)}>
          {good ? <Check aria-hidden="true" /> : null}
          <span>{good ?? hint}</span>
        </Text>
      )}
    </div>
  );
}
