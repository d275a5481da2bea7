import { Plus } from "lucide-react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import { Button } from "../../kit/Button";
import { CellSelect, CellText } from "../../kit/Cell";
import { EditTable } from "../../kit/EditTable";
import { focusField } from "../../kit/FormRows";
import { changedRow, movedRow, withoutRow, withRow } from "../../lib/rows";
import styles from "./SourceForm.module.css";
import { emptySelection } from "./sourceDraft";
import { rowProblems } from "./sourceWords";
import type { EditedSource } from "./useSource";

const columns = [
  ["var", 170],
  ["value", 150],
  ["text", 170],
] as const;

type Column = (typeof columns)[number][0];

/** The drop-downs: stored values and the texts that are shown for them. */
export function SourceSelections({ source }: { source: EditedSource }) {
  const { t } = useTranslation();
  const { selections, map } = source.draft;
  const fields = [...new Set(map.items.map((row) => row.var).filter(Boolean))];

  function cell(row: number, column: Column) {
    const entry = selections.items[row] ?? emptySelection;
    const label = t("backEnds.form.selections.cell", {
      column: t(`backEnds.form.selections.column.${column}`),
      row: row + 1,
    });
    const change = (value: string) =>
      source.change((before) => ({
        selections: changedRow(before.selections, row, { [column]: value }),
      }));
    const known = fields.includes(entry.var) ? fields : [entry.var, ...fields];
    return column === "var" ? (
      <CellSelect
        label={label}
        value={entry.var}
        choices={known.map((id) => ({ id, label: id }))}
        onChange={change}
      />
    ) : (
      <CellText
        label={label}
        value={entry[column]}
        isInvalid={source.findings.some(
          (one) => one.key === "Selections" && one.row === row && one.column === column,
        )}
        onChange={change}
      />
    );
  }

  return (
    <section className={styles.group} data-field="Selections">
      <h2 className={styles.title}>{t("backEnds.form.selections.title")}</h2>
      <p className={styles.text}>
        {selections.items.length === 0
          ? t("backEnds.form.selections.empty")
          : t("backEnds.form.selections.text")}
      </p>
      {selections.items.length === 0 ? null : (
        <EditTable
          name="Selections"
          label={t("backEnds.form.selections.title")}
          actionsLabel={t("backEnds.form.map.actions")}
          columns={columns.map(([id, width]) => ({
            id,
            width,
            label: t(`backEnds.form.selections.column.${id}`),
          }))}
          rowCount={selections.items.length}
          keyOf={(row) => selections.ids[row] ?? row}
          textsOf={(row) => ({
            up: t("backEnds.form.map.up", { row: row + 1 }),
            down: t("backEnds.form.map.down", { row: row + 1 }),
            remove: t("backEnds.form.selections.remove", { row: row + 1 }),
          })}
          problems={(row) => rowProblems(t, source.findings, "Selections", row)}
          cell={(row, column) => cell(row, column as Column)}
          onMove={(row, step) =>
            source.change((before) => ({ selections: movedRow(before.selections, row, step) }))
          }
          onRemove={(row) =>
            source.change((before) => ({ selections: withoutRow(before.selections, row) }))
          }
        />
      )}
      <div className={styles.add}>
        <Button
          icon={<Plus aria-hidden="true" />}
          onPress={({ target }) => {
            const entry = { ...emptySelection, var: fields[0] ?? "" };
            flushSync(() =>
              source.change((before) => ({ selections: withRow(before.selections, entry) })),
            );
            focusField(target.closest("form"), `Selections ${selections.items.length} value`);
          }}
        >
          {t("backEnds.form.selections.add")}
        </Button>
      </div>
    </section>
  );
}
