import type { FocusEvent, ReactNode } from "react";
import { classNames } from "../lib/classNames";
import { formRows } from "../lib/formLayout";
import styles from "./FormRows.module.css";

type Props<Field> = {
  fields: readonly Field[];
  children: (field: Field) => ReactNode;
};

/** The fields of a map, laid out in rows. */
export function FormRows<Field extends { var: string }>(props: Props<Field>) {
  const { fields, children } = props;
  return (
    <div className={styles.rows}>
      {formRows(fields).map((row) => (
        <div key={row[0]?.field.var} className={styles.row}>
          {row.map(({ field, columns }) => (
            <div
              key={field.var}
              className={classNames(styles.cell, styles[`columns${columns}`])}
              data-field={field.var}
            >
              {children(field)}
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}

/** A form that is laid out by hand: rows of twelve columns. */
export function FormCells({ children }: { children: ReactNode }) {
  return <div className={classNames(styles.rows, styles.free)}>{children}</div>;
}

/** A row of such a form. */
export function FormRow({ children }: { children: ReactNode }) {
  return <div className={styles.row}>{children}</div>;
}

type CellProps = {
  /** What the field is called where findings are told. */
  field: string;
  columns: 2 | 3 | 4 | 5 | 6 | 8 | 12;
  children: ReactNode;
};

/** A field of such a row. */
export function FormCell({ field, columns, children }: CellProps) {
  return (
    <div className={classNames(styles.cell, styles[`columns${columns}`])} data-field={field}>
      {children}
    </div>
  );
}

/** Brings the focus into a field, to where it is filled in. */
export function focusField(form: HTMLElement | null, variable: string): void {
  const cell = form?.querySelector(`[data-field="${CSS.escape(variable)}"]`);
  const box = cell?.querySelector<HTMLElement>("textarea, input:not([hidden], [type=radio])");
  (box ?? cell?.querySelector<HTMLElement>("input:checked, button"))?.focus();
}

/** The field that the focus leaves for another one, or for none. */
export function fieldLeft(event: FocusEvent): string | null {
  const cell = event.target.closest<HTMLElement>("[data-field]");
  const goesOnInside = cell?.contains(event.relatedTarget) ?? true;
  return goesOnInside ? null : (cell?.dataset.field ?? null);
}
