import { TriangleAlert } from "lucide-react";
import {
  type KeyboardEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useId,
  useRef,
  useState,
} from "react";
import { Dialog, Modal, ModalOverlay } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Palette.module.css";

/** Something that can be found and run. */
export type PaletteItem = {
  id: string;
  icon: ReactNode;
  label: string;
  /** What tells it from others of the same name. */
  hint: string;
  onRun: () => void;
};

type Props = {
  label: string;
  placeholder: string;
  /** What is said when nothing fits. */
  nothing: string;
  /** What is not as it should be, whatever fits; `null` as long as all is well. */
  note: string | null;
  term: string;
  onTerm: (term: string) => void;
  groups: readonly { label: string; items: readonly PaletteItem[] }[];
  /** What is shown belongs to what was typed before. */
  isWaiting: boolean;
  onClose: () => void;
};

/** A field over the window, and under it what it finds. */
export function Palette(props: Props) {
  const { label, placeholder, nothing, note, term, onTerm, isWaiting, onClose } = props;
  const [active, setActive] = useState(0);
  // Enter was pressed before what was typed last was found: the first hit of that is meant.
  const [isEager, setIsEager] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const groups = props.groups.filter((group) => group.items.length > 0);
  const items = groups.flatMap((group) => group.items);
  const current = items[Math.min(active, items.length - 1)];
  const optionId = (item: PaletteItem) => `${listId}-${item.id.replaceAll(/\W/g, "-")}`;

  useEffect(() => input.current?.focus(), []);

  const run = (item: PaletteItem) => {
    onClose();
    item.onRun();
  };

  const runEagerly = useEffectEvent(() => {
    if (current) run(current);
    setIsEager(false);
  });
  useEffect(() => {
    if (isEager && !isWaiting) runEagerly();
  }, [isEager, isWaiting]);

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step !== undefined && items.length > 0) {
      event.preventDefault();
      setIsEager(false);
      setActive((Math.min(active, items.length - 1) + step + items.length) % items.length);
    } else if (event.key === "Enter" && isWaiting && active === 0) {
      event.preventDefault();
      setIsEager(true);
    } else if (event.key === "Enter" && current) {
      event.preventDefault();
      run(current);
    }
  }

  return (
    <ModalOverlay
      isOpen
      isDismissable
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      className={classNames(styles.scrim)}
    >
      <Modal className={classNames(styles.window)}>
        <Dialog aria-label={label} className={classNames(styles.dialog)}>
          <input
            ref={input}
            role="combobox"
            aria-label={label}
            aria-expanded={items.length > 0}
            aria-controls={listId}
            aria-activedescendant={current ? optionId(current) : undefined}
            autoComplete="off"
            spellCheck={false}
            placeholder={placeholder}
            className={styles.input}
            value={term}
            onChange={(event) => {
              setActive(0);
              setIsEager(false);
              onTerm(event.target.value);
            }}
            onKeyDown={onKeyDown}
          />
          <div role="status">
            {note ? (
              <p className={styles.note}>
                <TriangleAlert aria-hidden="true" />
                {note}
              </p>
            ) : null}
            {items.length === 0 && !note ? <p className={styles.nothing}>{nothing}</p> : null}
          </div>
          <div id={listId} role="listbox" aria-label={label} className={styles.list}>
            {groups.map((group) => (
              // biome-ignore lint/a11y/useSemanticElements: a group of options is no fieldset
              <div key={group.label} role="group" aria-label={group.label}>
                <div aria-hidden="true" className={styles.group}>
                  {group.label}
                </div>
                {group.items.map((item) => (
                  <Option
                    key={item.id}
                    id={optionId(item)}
                    item={item}
                    isActive={item === current}
                    onRun={() => run(item)}
                  />
                ))}
              </div>
            ))}
          </div>
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

type OptionProps = { id: string; item: PaletteItem; isActive: boolean; onRun: () => void };

function Option({ id, item, isActive, onRun }: OptionProps) {
  const option = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (isActive) option.current?.scrollIntoView({ block: "nearest" });
  }, [isActive]);

  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the field keeps the focus and names the active option
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
    <div
      ref={option}
      id={id}
      role="option"
      aria-selected={isActive}
      className={styles.option}
      onClick={onRun}
    >
      {item.icon}
      <span className={styles.label}>{item.label}</span>
      <span className={styles.hint}>{item.hint}</span>
    </div>
  );
}
