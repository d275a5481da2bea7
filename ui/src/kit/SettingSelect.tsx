import { ChevronDown } from "lucide-react";
import { Button, Select, SelectValue } from "react-aria-components";
import { classNames } from "../lib/classNames";
import { Choices } from "./Choices";
import fieldStyles from "./Field.module.css";
import type { SelectChoice } from "./Select";
import selectStyles from "./Select.module.css";
import { SettingError, type SettingProps, SettingWords } from "./SettingField";
import styles from "./SettingField.module.css";

type Props<Id extends string> = SettingProps & {
  value: Id;
  choices: readonly SelectChoice<Id>[];
  onChange: (value: Id) => void;
};

/** A setting that is one of a few: its words at the left, its field at the right. */
export function SettingSelect<Id extends string>(props: Props<Id>) {
  const { value, choices, onChange, ...words } = props;
  return (
    <Select
      className={classNames(fieldStyles.field, styles.setting)}
      value={value}
      onChange={(key) => {
        const chosen = choices.find((choice) => choice.id === key);
        if (chosen) onChange(chosen.id);
      }}
      isInvalid={Boolean(words.error)}
      validationBehavior="aria"
    >
      <SettingWords {...words} />
      <div>
        <Button className={classNames(fieldStyles.box, selectStyles.button)}>
          <SelectValue className={classNames(selectStyles.value)} />
          <ChevronDown aria-hidden="true" />
        </Button>
        <SettingError error={words.error} />
      </div>
      <Choices choices={choices} />
    </Select>
  );
}
