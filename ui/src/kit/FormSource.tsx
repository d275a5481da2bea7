import { useTranslation } from "react-i18next";
import type { AppSourceView } from "../bridge/bindings";
import { FormRows } from "./FormRows";
import styles from "./FormSource.module.css";
import { Select } from "./Select";

type Props = {
  /** The sources that a new record can go to. */
  sources: readonly AppSourceView[];
  value: string;
  onChange: (id: string) => void;
};

/** Where a new record goes; not asked where there is only one place. */
export function FormSource({ sources, value, onChange }: Props) {
  const { t } = useTranslation();
  const makesLogin = sources.find((source) => source.id === value)?.automaticLogin ?? false;
  const hint = makesLogin ? t("forms.source.automaticLogin") : t("forms.source.hint");
  if (sources.length === 1) return makesLogin ? <p className={styles.hint}>{hint}</p> : null;
  return (
    <FormRows fields={[{ var: "source" }]}>
      {() => (
        <Select
          label={t("forms.source.label")}
          value={value}
          choices={sources.map(({ id, name }) => ({ id, label: name || id }))}
          onChange={onChange}
          hint={hint}
        />
      )}
    </FormRows>
  );
}
