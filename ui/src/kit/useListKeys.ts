import { type KeyboardEvent, type RefObject, useEffect, useRef } from "react";
import { useShortcuts } from "../lib/useShortcuts";
import type { GridHandle } from "./Grid";
import { useFocusHeir } from "./useFocusHeir";

type Keys = {
  typed: string;
  onTyped: (term: string) => void;
  isOpen: boolean;
  /** Whether there is anything to search. */
  filled: boolean;
  onAdd: () => void;
  /** Edits the open record, or else the active one. */
  onEdit: () => void;
  /** Opens the active record. */
  onOpen: () => void;
  onClose: () => void;
};

type Places = {
  searchField: RefObject<HTMLInputElement | null>;
  grid: RefObject<GridHandle | null>;
  /** The keys of the search field itself. */
  onSearchKey: (event: KeyboardEvent) => void;
};

/** The keys of a list: `/` and Ctrl+F search, arrows and Enter, `e` edits, `n` adds, Esc goes back. */
export function useListKeys(keys: Keys): Places {
  const searchField = useRef<HTMLInputElement>(null);
  const grid = useRef<GridHandle>(null);

  useEffect(() => searchField.current?.focus(), []);
  useFocusHeir(searchField);

  const search = () => {
    searchField.current?.focus();
    searchField.current?.select();
  };
  const clear = () => keys.onTyped("");
  const close = () => {
    keys.onClose();
    if (document.activeElement !== searchField.current) grid.current?.focus();
  };
  const toGrid = () => grid.current?.focus();

  useShortcuts({
    "/": search,
    "mod+f": search,
    n: keys.onAdd,
    e: keys.onEdit,
    Escape: keys.isOpen ? close : clear,
  });

  // Pressed once too often, the key that leads here does not become the first letter.
  const searchKeys: Partial<Record<string, () => void>> = {
    ArrowDown: toGrid,
    Enter: keys.onOpen,
    ...(keys.typed === "" ? { "/": search } : { Escape: clear }),
    // Nothing can be searched yet, so the letter means what the first view says it does.
    ...(keys.typed === "" && !keys.filled ? { n: keys.onAdd } : {}),
  };
  const onSearchKey = (event: KeyboardEvent) => {
    const action = searchKeys[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  };

  return { searchField, grid, onSearchKey };
}
