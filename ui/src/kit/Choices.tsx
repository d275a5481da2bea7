import { Check } from "lucide-react";
import { ListBox, ListBoxItem, Popover } from "react-aria-components";
import { classNames } from "../lib/classNames";
import type { SelectChoice } from "./Select";
import selectStyles from "./Select.module.css";

/** What a select opens. */
export function Choices<Id extends string>({ choices }: { choices: readonly SelectChoice<Id>[] }) {
  return (
    <Popover className={classNames(selectStyles.popover)} offset={4}>
      <ListBox className={classNames(selectStyles.list)}>
        {choices.map((choice) => (
          <ListBoxItem
            key={choice.id}
            id={choice.id}
            textValue={choice.label}
            className={classNames(selectStyles.option)}
          >
            {({ isSelected }) => (
              <>
                {choice.icon}
                <span className={selectStyles.words}>{choice.label}</span>
                {isSelected ? <Check aria-hidden="true" /> : null}
              </>
            )}
          </ListBoxItem>
        ))}
      </ListBox>
    </Popover>
  );
}
