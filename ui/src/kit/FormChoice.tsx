import { useTranslation } from "react-i18next";
import type { FieldView } from "../bridge/bindings";
import type { FieldProps } from "./Field";
import { Select } from "./Select";

type Props = FieldProps & { field: FieldView; value: string; onChange: (value: string) => void };

/** Stands before each value, since a list takes no empty one. */
const mark = "=";

/** A field of a few values. What is stored stays in the list, whether the list knows it or not. */
export function FormChoice({ field, value, onChange, ...common }: Props) {
  const { t } = useTranslation();
  const choices = field.choices.map((choice) => ({
    id: mark + choice.value,
    label: choice.text || choice.value || t("forms.hint.noChoice"),
  }));
  const knows = (one: string) => choices.some(({ id }) => id === mark + one);
  const empty = { id: mark, label: t("forms.hint.noChoice") };
  const unknown = { id: mark + value, label: t("forms.hint.notInList", { value }) };
  return (
    <Select
      {...common}
      value={mark + value}
      choices={[
        ...(knows("") || (field.required && value !== "") ? [] : [empty]),
        ...choices,
        ...(value === "" || knows(value) ? [] : [unknown]),
      ]}
      onChange={(id) => onChange(id.slice(mark.length))}
    />
  );
}
