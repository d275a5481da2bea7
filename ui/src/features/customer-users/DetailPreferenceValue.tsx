import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { preferenceForms } from "../../api/customerUsers";
import type { PreferenceView } from "../../bridge/bindings";
import { useFormat } from "../../i18n/format";
import { Select } from "../../kit/Select";
import { TextField } from "../../kit/TextField";
import { momentOf } from "./preferenceMoment";

type Props = {
  /** Its key, as far as it is typed. */
  name: string;
  value: string;
  /** What is changed; `null` when one is added. */
  stored: PreferenceView | null;
  onChange: (value: string) => void;
  error: ReactNode;
};

/** The value of a preference: chosen where OTOBO’s settings say from what, else typed. */
export function PreferenceValue({ name, value, stored, onChange, error }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  // A form that nobody knows is a line of text: the core checks it all the same.
  const { data } = useQuery(preferenceForms());
  const form = data?.find(({ key }) => key === name);
  const label = t("preferenceEdit.value");
  if (form?.kind === "choice") {
    const offered = form.choices.map(({ value: id, text }) => ({ id, label: wordsOf(id, text) }));
    // What is stored may stay, though nobody could choose it.
    const isOffered = stored === null || form.choices.some((one) => one.value === stored.value);
    const choices = isOffered ? offered : [{ id: stored.value, label: stored.value }, ...offered];
    return (
      <Select
        label={label}
        value={value}
        choices={choices}
        onChange={onChange}
        error={error}
        autoFocus={stored !== null}
      />
    );
  }
  const moment = form?.kind === "moment" ? momentOf(value) : null;
  return (
    <TextField
      label={label}
      value={value}
      onChange={onChange}
      autoFocus={stored !== null}
      spellCheck="false"
      inputMode={form ? "numeric" : "text"}
      hint={moment ? format.moment(moment) : undefined}
      error={error}
    />
  );
}

function wordsOf(value: string, text: string): string {
  return text === value || text === "" ? value : `${text} (${value})`;
}
