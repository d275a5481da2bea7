import { ChevronDown } from "lucide-react";
import { type RefObject, useContext, useLayoutEffect, useRef } from "react";
import {
  ComboBox as AriaComboBox,
  Button,
  ComboBoxStateContext,
  Input,
  ListBox,
  ListBoxItem,
  Popover,
} from "react-aria-components";
import { classNames } from "../lib/classNames";
import type { Span } from "../lib/marks";
import styles from "./ComboBox.module.css";
import { FieldLabel, FieldNotes, type FieldProps } from "./Field";
import fieldStyles from "./Field.module.css";
import { Marked } from "./Marked";
import selectStyles from "./Select.module.css";

/** A suggestion: its name, and what tells it from others of that name. */
export type Suggestion = { id: string; name: string; detail: string };

type Props = FieldProps & {
  /** What stands in the box. */
  text: string;
  onTextChange: (text: string) => void;
  suggestions: readonly Suggestion[];
  /** Which suggestion stands in the box, if one was picked. */
  picked: string | null;
  onPick: (id: string) => void;
  /** A last entry of the list that is not a suggestion but does something. */
  action: { label: string; onTake: () => void };
  /** Quiet words at the end of the box. */
  aside?: string | undefined;
  onLeave: () => void;
  /** What the list is called. */
  listLabel: string;
};

const actionKey = "\uE000action";

/** Text with suggestions that come from elsewhere; what is typed stays as it is until one is picked. */
export function ComboBox(props: Props) {
  const { label, text, suggestions, picked, action, aside, listLabel } = props;
  const { error, good, hint, isRequired, isReadOnly } = props;
  const box = useRef<HTMLDivElement>(null);
  return (
    <AriaComboBox
      className={classNames(fieldStyles.field)}
      inputValue={text}
      onInputChange={props.onTextChange}
      selectedKey={picked}
      onSelectionChange={(key) => {
        if (key === actionKey) action.onTake();
        else if (key !== null) props.onPick(String(key));
      }}
      onBlur={props.onLeave}
      allowsCustomValue
      allowsEmptyCollection
      // Only typing opens the list, not a text that is put in.
      menuTrigger={picked === null ? "input" : "manual"}
      isReadOnly={isReadOnly ?? false}
      isInvalid={Boolean(error)}
      isRequired={isRequired ?? false}
      validationBehavior="aria"
    >
      <FieldLabel label={label} isRequired={isRequired} />
      <div ref={box} className={fieldStyles.box}>
        <ViewInSight box={box} />
        <Input className={classNames(fieldStyles.input)} autoComplete="off" spellCheck={false} />
        <span className={classNames(fieldStyles.inside, styles.inside)}>
          {aside ? <span className={styles.aside}>{aside}</span> : null}
          <Button className={classNames(styles.open)}>
            <ChevronDown aria-hidden="true" />
          </Button>
        </span>
      </div>
      <FieldNotes error={error} good={good} hint={hint} />
      <Popover
        className={classNames(selectStyles.popover, styles.popover)}
        offset={6}
        crossOffset={-1}
      >
        <ListBox className={classNames(selectStyles.list)} aria-label={listLabel}>
          {suggestions.map(({ id, name, detail }) => (
            <ListBoxItem
              key={id}
              id={id}
              textValue={name}
              className={classNames(selectStyles.option)}
            >
              <span className={styles.suggestion}>
                <span className={styles.name}>
                  <Marked text={name} spans={picked === null ? firstMatch(name, text) : []} />
                </span>{" "}
                <span className={styles.detail}>{detail}</span>
              </span>
            </ListBoxItem>
          ))}
          <ListBoxItem
            id={actionKey}
            textValue={action.label}
            className={classNames(selectStyles.option, styles.action)}
          >
            {action.label}
          </ListBoxItem>
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}

/**
 * Keeps the view around an open list open to screen readers. React Aria hides it, although the focus
 * can still move there: hidden from some, but not from the keyboard, is what nothing may be.
 */
function ViewInSight({ box }: { box: RefObject<HTMLElement | null> }) {
  const isOpen = useContext(ComboBoxStateContext)?.isOpen ?? false;
  useLayoutEffect(() => {
    const view = isOpen ? box.current?.closest("body > *") : null;
    view?.setAttribute("data-react-aria-top-layer", "true");
    return () => view?.removeAttribute("data-react-aria-top-layer");
  }, [isOpen, box]);
  return null;
}

/** The first place where a typed text occurs in a name, whatever its case. */
function firstMatch(name: string, text: string): Span[] {
  const wanted = text.trim().toLowerCase();
  const start = wanted === "" ? -1 : name.toLowerCase().indexOf(wanted);
  return start < 0 ? [] : [{ start, end: start + wanted.length }];
}
