import i18next from "i18next";
import { expect, test } from "vitest";
import { customerFields, customerUserFields } from "../bridge/fakeFields";
import { changeLanguage } from ".";
import { de } from "./de";
import { en } from "./en";
import { fieldLabel, formLabel } from "./fieldLabel";

test("every label of the shipped maps is known", () => {
  const labels = [...customerUserFields, ...customerFields].map((field) => field.label);
  expect(labels.filter((label) => !Object.hasOwn(en.fields, label))).toEqual([]);
});

test("labels follow the language, and labels that somebody made stay", () => {
  changeLanguage("de");
  expect(fieldLabel(i18next.t, { label: "Title or salutation" })).toBe("Anrede");
  expect(fieldLabel(i18next.t, { label: "Cost.centre: {{x}}" })).toBe("Cost.centre: {{x}}");
  expect(formLabel(i18next.t, { label: "CustomerID", kind: "customer" })).toBe("Kunde");
  expect(formLabel(i18next.t, { label: "CustomerID", kind: "customerId" })).toBe("Kundennummer");
});

test("findings say the same placeholders in both languages", () => {
  const holes = (text: string) => (text.match(/\{\{\w+\}\}/g) ?? []).toSorted();
  for (const [key, text] of Object.entries(en.forms.finding)) {
    const german = de.forms.finding[key as keyof typeof de.forms.finding];
    expect([key, holes(german)]).toEqual([key, holes(text)]);
  }
});
