import { Check } from "lucide-react";
import type { ReactElement, ReactNode } from "react";
import {
  Button as AriaButton,
  Menu as AriaMenu,
  MenuItem as AriaMenuItem,
  MenuSection as AriaMenuSection,
  Header,
  MenuTrigger,
  Popover,
} from "react-aria-components";
import { classNames } from "../lib/classNames";
import { Kbd } from "./Kbd";
import styles from "./Menu.module.css";

type MenuProps = {
  label: string;
  /** The button that opens it. */
  trigger: ReactElement;
  placement?: "bottom start" | "bottom end" | "top start";
  children: ReactNode;
};

/** A list of actions or choices behind a button. */
export function Menu({ label, trigger, placement = "bottom end", children }: MenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover placement={placement} className={classNames(styles.popover)}>
        <AriaMenu aria-label={label} className={classNames(styles.menu)}>
          {children}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}

type MenuItemProps = {
  id: string;
  icon?: ReactNode;
  shortcut?: string;
  isDisabled?: boolean;
  onAction?: () => void;
  children: string;
};

/** One action or choice of a menu. */
export function MenuItem({ icon, shortcut, children, ...props }: MenuItemProps) {
  return (
    <AriaMenuItem {...props} textValue={children} className={classNames(styles.item)}>
      {({ isSelected, selectionMode }) => (
        <>
          {selectionMode === "none" ? (
            icon
          ) : (
            <span className={styles.check}>{isSelected ? <Check /> : null}</span>
          )}
          <span className={styles.words}>{children}</span>
          {shortcut ? <Kbd keys={shortcut} /> : null}
        </>
      )}
    </AriaMenuItem>
  );
}

type MenuChoiceProps<Value extends string> = {
  /** Tells its choices from those of other sections. */
  name: string;
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  choices: readonly { value: Value; label: string }[];
};

/** A section of a menu in which one of several is chosen. */
export function MenuChoice<Value extends string>(props: MenuChoiceProps<Value>) {
  const { name, label, value, onChange, choices } = props;
  const idOf = (choice: string) => `${name} ${choice}`;
  return (
    <AriaMenuSection
      className={classNames(styles.section)}
      selectionMode="single"
      disallowEmptySelection
      shouldCloseOnSelect={false}
      selectedKeys={[idOf(value)]}
      onSelectionChange={(keys) => {
        const chosen = choices.find((choice) => keys !== "all" && keys.has(idOf(choice.value)));
        if (chosen) onChange(chosen.value);
      }}
    >
      <Header className={styles.header ?? ""}>{label}</Header>
      {choices.map((choice) => (
        <MenuItem key={choice.value} id={idOf(choice.value)}>
          {choice.label}
        </MenuItem>
      ))}
    </AriaMenuSection>
  );
}

type MenuPickProps = {
  label: string;
  value: string;
  onPick: (value: string) => void;
  choices: readonly { value: string; label: string; detail: string; icon: ReactNode }[];
};

/** A section of things with a sign and a second line, one of which is there now. Picking closes the menu. */
export function MenuPick({ label, value, onPick, choices }: MenuPickProps) {
  return (
    <AriaMenuSection
      aria-label={label}
      className={classNames(styles.section)}
      selectionMode="single"
      selectedKeys={[value]}
      disallowEmptySelection
    >
      {choices.map((choice) => (
        <AriaMenuItem
          key={choice.value}
          id={choice.value}
          textValue={choice.label}
          className={classNames(styles.item, styles.tall)}
          onAction={() => onPick(choice.value)}
        >
          {({ isSelected }) => (
            <>
              {choice.icon}
              <span className={styles.words}>
                <span className={styles.title}>{choice.label}</span>
                <span className={styles.detail}>{choice.detail}</span>
              </span>
              <span className={styles.check}>{isSelected ? <Check /> : null}</span>
            </>
          )}
        </AriaMenuItem>
      ))}
    </AriaMenuSection>
  );
}

/** A section of plain actions. */
export function MenuActions({ label, children }: { label: string; children: ReactNode }) {
  return (
    <AriaMenuSection aria-label={label} className={classNames(styles.section)}>
      {children}
    </AriaMenuSection>
  );
}

/** A section of actions that closes with a line of text. */
export function MenuNote({ text, children }: { text: string; children: ReactNode }) {
  return (
    <AriaMenuSection className={classNames(styles.section)} aria-label={text}>
      {children}
      <AriaMenuItem isDisabled textValue={text} className={classNames(styles.note)}>
        {text}
      </AriaMenuItem>
    </AriaMenuSection>
  );
}

type TriggerProps = { label: string; className: string; children: ReactNode };

/** A plain button that opens a menu, for places that give it a look of their own. */
export function MenuTriggerButton({ label, className, children }: TriggerProps) {
  return (
    <AriaButton aria-label={label} className={className}>
      {children}
    </AriaButton>
  );
}
