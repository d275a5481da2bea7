import { TriangleAlert } from "lucide-react";
import { FieldError, Label, Radio, RadioGroup, Text } from "react-aria-components";
import { useTranslation } from "react-i18next";
import type { FieldView } from "../bridge/bindings";
import { valueWords } from "../i18n/fieldLabel";
import { classNames } from "../lib/classNames";
import type { ConflictRow as Row, Side } from "../lib/conflict";
import styles from "./ConflictDialog.module.css";

type Props = {
  row: Row<FieldView>;
  label: string;
  /** What stands over the columns; each value is called so where there is no room for columns. */
  headings: { was: string; mine: string; theirs: string };
  chosen: Side | null;
  /** A choice is needed, and was asked for. */
  isMissing: boolean;
  onChoose: (side: Side) => void;
};

const sides: readonly Side[] = ["mine", "theirs"];

/** One field that both sides have another value of. */
export function ConflictRow({ row, label, headings, chosen, isMissing, onChoose }: Props) {
  const { t } = useTranslation();
  const { field, changedBy } = row;
  return (
    <RadioGroup
      data-conflict={field.var}
      className={classNames(styles.row)}
      orientation="horizontal"
      value={chosen}
      onChange={(side) => onChoose(side === "mine" ? "mine" : "theirs")}
      isRequired={changedBy === "both"}
      isInvalid={isMissing}
      validationBehavior="aria"
    >
      <Label className={classNames(styles.label)}>{label}</Label>
      <Text slot="description" className={classNames(styles.was)}>
        <span className={styles.heading}>{headings.was}: </span>
        <Value field={field} value={row.was} />
      </Text>
      {sides.map((side) => (
        <Radio key={side} value={side} className={classNames(styles.choice)}>
          <span aria-hidden="true" className={styles.dot} />
          <span className={styles.words}>
            <span className={styles.heading}>{headings[side]}: </span>
            <Value field={field} value={row[side]} />
          </span>
        </Radio>
      ))}
      <FieldError className={classNames(styles.missing)}>
        <TriangleAlert aria-hidden="true" />
        {t("conflict.chooseOne")}
      </FieldError>
    </RadioGroup>
  );
}

function Value({ field, value }: { field: FieldView; value: string }) {
  const { t } = useTranslation();
  if (value === "") return <span className={styles.empty}>{t("conflict.empty")}</span>;
  return <>{valueWords(t, field, value)}</>;
}

/** Brings the focus to where a field is chosen. */
export function focusRow(variable: string): void {
  const row = document.querySelector(`[data-conflict="${CSS.escape(variable)}"]`);
  row?.querySelector<HTMLElement>("input")?.focus();
}
