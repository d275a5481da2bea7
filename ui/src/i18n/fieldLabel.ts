import type { TFunction } from "i18next";
import type { FieldKind, FieldView, Validity } from "../bridge/bindings";
import { en } from "./en";

type KnownLabel = keyof typeof en.fields;

/** The label of a map's field in the reader's language; labels that somebody made stay as they are. */
export function fieldLabel(t: TFunction, field: { label: string }): string {
  return isKnown(field.label) ? t(`fields.${field.label}`) : field.label;
}

/** As `fieldLabel`, in a form: the shipped maps call a customer by what is stored, a form shows more. */
export function formLabel(t: TFunction, field: { label: string; kind: FieldKind }): string {
  const isShipped = field.kind === "customer" && field.label === "CustomerID";
  return isShipped ? t("forms.customer.label") : fieldLabel(t, field);
}

/** What a field is called, by its var. */
export function fieldName(t: TFunction, fields: readonly FieldView[], variable: string): string {
  const field = fields.find((one) => one.var === variable);
  return field ? formLabel(t, field) : variable;
}

/** A stored value as people read it: a validity by its name, a choice by its text. */
export function valueWords(t: TFunction, field: FieldView, value: string): string {
  const validity = field.kind === "validity" ? validities.find((one) => one === value) : undefined;
  if (validity) return t(`validity.${validity}`);
  return field.choices.find((choice) => choice.value === value)?.text ?? value;
}

/** The validities in the order they are offered. */
export const validities: readonly Validity[] = ["valid", "invalid", "invalidTemporarily"];

function isKnown(label: string): label is KnownLabel {
  return Object.hasOwn(en.fields, label);
}
