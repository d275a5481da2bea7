import { ArrowDown, ArrowUp, ChevronsRight, Trash2, TriangleAlert } from "lucide-react";
import { type KeyboardEvent, memo, type ReactNode, useRef } from "react";
import { flushSync } from "react-dom";
import { useHiddenSides } from "../lib/useHiddenSides";
import styles from "./EditTable.module.css";
import { IconButton } from "./IconButton";

/** What the rows of a table are called in the buttons that move them. */
export type RowTexts = { remove: string; up: string; down: string };

type Props = {
  label: string;
  /** What its cells are called where findings are told: `name row column`. */
  name: string;
  /** What stands over the columns, with their least width in pixels. */
  columns: readonly { id: string; label: string; width: number }[];
  /** What is called over the buttons of the rows. */
  actionsLabel: string;
  rowCount: number;
  /** Tells rows apart, wherever they are moved. */
  keyOf: (row: number) => string | number;
  cell: (row: number, column: string) => ReactNode;
  textsOf: (row: number) => RowTexts;
  /** What is wrong with a row. */
  problems: (row: number) => readonly { id: string; text: string }[];
  onMove: (row: number, step: -1 | 1) => void;
  onRemove: (row: number) => void;
};

/** Rows that are edited in place. Alt with the arrow keys moves the row that has the focus. */
export function EditTable(props: Props) {
  const { columns, rowCount, keyOf } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const hides = useHiddenSides(scroll);
  return (
    <div
      ref={scroll}
      data-hides-start={hides.start || undefined}
      data-hides-end={hides.end || undefined}
      className={styles.scroll}
    >
      <table aria-label={props.label} className={styles.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th
                key={column.id}
                scope="col"
                className={styles.head}
                style={{ minWidth: `${column.width}px` }}
              >
                {column.label}
              </th>
            ))}
            <th scope="col" className={styles.actionsHead}>
              <span className={styles.actionsWords}>
                {hides.end ? <ChevronsRight aria-hidden="true" /> : null}
                {props.actionsLabel}
              </span>
            </th>
          </tr>
        </thead>
        {Array.from({ length: rowCount }, (_, row) => (
          <EditRow key={keyOf(row)} table={props} row={row} />
        ))}
      </table>
    </div>
  );
}

function EditRow({ table, row }: { table: Props; row: number }) {
  const { columns, cell, rowCount, onMove, onRemove } = table;
  const texts = table.textsOf(row);
  const problems = table.problems(row);

  function onKey(event: KeyboardEvent<HTMLElement>) {
    const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (!event.altKey || (step !== -1 && step !== 1)) return;
    event.preventDefault();
    event.stopPropagation();
    const to = row + step;
    if (to < 0 || to >= rowCount) return;
    const { target } = event;
    flushSync(() => onMove(row, step));
    if (target instanceof HTMLElement) target.focus();
  }

  return (
    <tbody className={styles.row} onKeyDownCapture={onKey}>
      <tr>
        {columns.map((column) => (
          <td
            key={column.id}
            className={styles.cell}
            data-field={`${table.name} ${row} ${column.id}`}
          >
            {cell(row, column.id)}
          </td>
        ))}
        <td className={styles.actions}>
          <RowButtons
            {...texts}
            row={row}
            isFirst={row === 0}
            isLast={row === rowCount - 1}
            onMove={onMove}
            onRemove={onRemove}
          />
        </td>
      </tr>
      {problems.length > 0 ? (
        <tr>
          <td colSpan={columns.length + 1} className={styles.problems}>
            <ul className={styles.problemList}>
              {problems.map((problem) => (
                <li key={problem.id} className={styles.problem}>
                  <TriangleAlert aria-hidden="true" />
                  {problem.text}
                </li>
              ))}
            </ul>
          </td>
        </tr>
      ) : null}
    </tbody>
  );
}

type ButtonsProps = RowTexts & {
  row: number;
  isFirst: boolean;
  isLast: boolean;
  onMove: (row: number, step: -1 | 1) => void;
  onRemove: (row: number) => void;
};

const RowButtons = memo(function RowButtons(props: ButtonsProps) {
  const { up, down, remove, row, onMove, onRemove } = props;

  /** Removes the row; the focus goes to the same button of the row beside it. */
  function leave(button: Element) {
    const own = button.closest("tbody");
    const heir = own?.nextElementSibling ?? own?.previousElementSibling;
    flushSync(() => onRemove(row));
    heir?.querySelector<HTMLElement>("td:last-child button:last-child")?.focus();
  }

  return (
    <span className={styles.buttons}>
      <IconButton
        label={up}
        icon={<ArrowUp />}
        isDisabled={props.isFirst}
        onPress={() => onMove(row, -1)}
      />
      <IconButton
        label={down}
        icon={<ArrowDown />}
        isDisabled={props.isLast}
        onPress={() => onMove(row, 1)}
      />
      <IconButton label={remove} icon={<Trash2 />} onPress={({ target }) => leave(target)} />
    </span>
  );
});
