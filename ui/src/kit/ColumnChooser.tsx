import { ArrowDown, ArrowUp, Columns3 } from "lucide-react";
import { Checkbox } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { classNames } from "../lib/classNames";
import { movedColumn } from "../lib/columns";
import { Button } from "./Button";
import styles from "./ColumnChooser.module.css";
import { IconButton } from "./IconButton";
import { Popover } from "./Popover";

type Props = {
  /** Every column there is; the first one is always shown. */
  columns: readonly { id: string; label: string }[];
  /** The columns shown now, in order. */
  shown: readonly string[];
  /** The new choice; `null` = the default by width. */
  onChange: (chosen: string[] | null) => void;
};

/** Which columns a list has, and in which order. */
export function ColumnChooser({ columns, shown, onChange }: Props) {
  const { t } = useTranslation();
  const [fixed] = columns;
  const rest = columns.slice(1);
  const ordered = [
    ...shown.flatMap((id) => rest.find((column) => column.id === id) ?? []),
    ...rest.filter((column) => !shown.includes(column.id)),
  ];
  const toggle = (id: string, selected: boolean) =>
    onChange(selected ? [...shown, id] : shown.filter((other) => other !== id));

  return (
    <Popover
      label={t("columns.title")}
      trigger={<IconButton label={t("columns.title")} icon={<Columns3 />} />}
    >
      <p className={styles.fixed}>{t("columns.always", { column: fixed?.label ?? "" })}</p>
      <ul className={styles.list}>
        {ordered.map((column) => {
          const position = shown.indexOf(column.id);
          return (
            <li key={column.id} className={styles.line}>
              <Checkbox
                isSelected={position >= 0}
                onChange={(selected) => toggle(column.id, selected)}
                className={classNames(styles.choice)}
              >
                <span aria-hidden="true" className={styles.box} />
                {column.label}
              </Checkbox>
              {position >= 0 ? (
                <span className={styles.moves}>
                  <IconButton
                    label={t("columns.moveUp", { column: column.label })}
                    icon={<ArrowUp />}
                    isDisabled={position <= 1}
                    onPress={() => onChange(movedColumn(shown, column.id, -1))}
                  />
                  <IconButton
                    label={t("columns.moveDown", { column: column.label })}
                    icon={<ArrowDown />}
                    isDisabled={position === shown.length - 1}
                    onPress={() => onChange(movedColumn(shown, column.id, 1))}
                  />
                </span>
              ) : null}
            </li>
          );
        })}
      </ul>
      <div className={styles.foot}>
        <Button variant="quiet" onPress={() => onChange(null)}>
          {t("columns.byDefault")}
        </Button>
      </div>
    </Popover>
  );
}
