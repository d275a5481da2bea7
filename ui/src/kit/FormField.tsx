import { memo, useState } from "react";
import { useTranslation } from "react-i18next";
import type { FieldView, Problem } from "../bridge/bindings";
import { fieldLabel, validities } from "../i18n/fieldLabel";
import { isKey } from "../lib/formLayout";
import type { FieldProps } from "./Field";
import { FormChoice } from "./FormChoice";
import { FormFinding } from "./FormFinding";
import { Select } from "./Select";
import { TextArea } from "./TextArea";
import { TextField } from "./TextField";

/** From this share of the limit on, a field says how much of it is used. */
const nearTheLimit = 0.9;

type Props = {
  field: FieldView;
  value: string;
  problem: Problem | undefined;
  /** The value was looked up and is not used yet. */
  isFree: boolean;
  /** What the record is called so far; `null` for a new one. */
  storedKey: string | null;
  onChange: (variable: string, value: string) => void;
  /** As `onChange`, for a value that is put in rather than typed. */
  onPut: (variable: string, value: string) => void;
};

/** One field of a map, filled in as its kind asks for. Typing in another field does not draw it anew. */
export const FormField = memo(function FormField(props: Props) {
  const { field, value, problem, isFree, storedKey } = props;
  const { t } = useTranslation();
  const onChange = (changed: string) => props.onChange(field.var, changed);
  const onPut = (put: string) => props.onPut(field.var, put);
  const isComment = field.var.endsWith("Comment");
  const [hasLines] = useState(isComment || /[\r\n]/.test(value));
  const common: FieldProps = {
    label: fieldLabel(t, field),
    isRequired: field.required,
    isReadOnly: field.readOnly,
    error: problem ? (
      <FormFinding problem={problem} value={value} hasLines={isComment} onPut={onPut} />
    ) : null,
    good: isFree ? t("forms.hint.free") : undefined,
    hint: hint(),
  };

  function hint(): string | undefined {
    if (field.readOnly) return t("forms.hint.readOnly");
    if (isKey(field) && storedKey !== null && value !== storedKey) {
      return t("forms.hint.renames", { old: storedKey });
    }
    const limit = field.maxLength ?? Number.POSITIVE_INFINITY;
    const length = [...value].length;
    return length >= limit * nearTheLimit ? t("forms.hint.length", { length, limit }) : undefined;
  }

  if (field.kind === "validity") {
    const validity = validities.find((one) => one === value) ?? "valid";
    const choices = validities.map((id) => ({ id, label: t(`validity.${id}`) }));
    return <Select {...common} value={validity} choices={choices} onChange={onChange} />;
  }
  if (field.choices.length > 0)
    return <FormChoice {...common} field={field} value={value} onChange={onChange} />;
  if (hasLines) {
    const placeholder = isComment ? t("forms.hint.comment") : undefined;
    return <TextArea {...common} value={value} onChange={onChange} placeholder={placeholder} />;
  }
  const isName = field.kind === "login" || field.kind === "email" || field.kind === "customerId";
  return (
    <TextField
      {...common}
      value={value}
      onChange={onChange}
      autoComplete="off"
      spellCheck={isName ? "false" : "true"}
      inputMode={inputMode(field)}
    />
  );
});

function inputMode({ kind }: FieldView) {
  if (kind === "email") return "email";
  return kind === "integer" ? "numeric" : "text";
}
