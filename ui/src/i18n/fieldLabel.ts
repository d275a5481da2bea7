import type { TFunction } from "i18next";
import type { FieldKind } from "../bridge/bindings";
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

function isKnown(label: string): label is KnownLabel {
  return Object.hasOwn(en.fields, label);
}
