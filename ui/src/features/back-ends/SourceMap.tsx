import { Plus } from "lucide-react";
import { memo, useCallback } from "react";
import { flushSync } from "react-dom";
import { useTranslation } from "react-i18next";
import type { BackEndKind, MapRowView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { CellSelect, CellText } from "../../kit/Cell";
import { Checkbox } from "../../kit/Checkbox";
import { EditTable } from "../../kit/EditTable";
import { focusField } from "../../kit/FormRows";
import { changedRow, movedRow, withoutRow, withRow } from "../../lib/rows";
import styles from "./SourceForm.module.css";
import { emptyRow } from "./sourceDraft";
import { findingWords, mapColumnLabel, rowProblems } from "./sourceWords";
import type { EditedSource } from "./useSource";

/** The ten columns, and the least room each needs. */
const columns = [
  ["var", 140],
  ["label", 128],
  ["storage", 108],
  ["shown", 110],
  ["required", 64],
  ["type", 118],
  ["link", 150],
  ["readOnly", 74],
  ["target", 90],
  ["class", 90],
] as const;

type Column = (typeof columns)[number][0];

const types: readonly MapRowView["type"][] = ["var", "int", "dynamic_field"];

/** The map: which columns make which fields. */
export function SourceMap({ source }: { source: EditedSource }) {
  const { t } = useTranslation();
  const { change } = source;
  const { map } = source.draft;
  const { backEnd } = source.draft.form;
  const onChange = useCallback(
    (row: number, part: Partial<MapRowView>) =>
      change((before) => ({ map: changedRow(before.map, row, part) })),
    [change],
  );
  const onMove = useCallback(
    (row: number, step: -1 | 1) => change((before) => ({ map: movedRow(before.map, row, step) })),
    [change],
  );
  const onRemove = useCallback(
    (row: number) => change((before) => ({ map: withoutRow(before.map, row) })),
    [change],
  );
  const whole = source.findings.find((one) => one.key === "Map" && one.row === null);

  function isWrong(row: number, column: string): boolean {
    return source.findings.some(
      (one) => one.key === "Map" && one.row === row && one.column === column,
    );
  }

  return (
    <section className={styles.group} data-field="Map">
      <h2 className={styles.title}>{t("backEnds.form.map.title")}</h2>
      <p className={styles.text}>
        {backEnd === "directory"
          ? t("backEnds.form.map.ofAttributes")
          : t("backEnds.form.map.text")}
      </p>
      {whole ? <p className={styles.wrong}>{findingWords(t, whole)}</p> : null}
      {map.items.length === 0 ? (
        <p className={styles.text}>{t("backEnds.form.map.empty")}</p>
      ) : (
        <EditTable
          name="Map"
          label={t("backEnds.form.map.title")}
          actionsLabel={t("backEnds.form.map.actions")}
          columns={columns.map(([id, width]) => ({
            id,
            width,
            label: mapColumnLabel(t, id, backEnd),
          }))}
          rowCount={map.items.length}
          keyOf={(row) => map.ids[row] ?? row}
          textsOf={(row) => ({
            up: t("backEnds.form.map.up", { row: row + 1 }),
            down: t("backEnds.form.map.down", { row: row + 1 }),
            remove: t("backEnds.form.map.remove", { row: row + 1 }),
          })}
          problems={(row) => rowProblems(t, source.findings, "Map", row)}
          cell={(row, column) => (
            <MapCell
              row={row}
              column={column as Column}
              backEnd={backEnd}
              values={map.items[row] ?? emptyRow}
              isWrong={isWrong(row, column)}
              onChange={onChange}
            />
          )}
          onMove={onMove}
          onRemove={onRemove}
        />
      )}
      <div className={styles.add}>
        <Button
          icon={<Plus aria-hidden="true" />}
          onPress={({ target }) => {
            flushSync(() => change((before) => ({ map: withRow(before.map, emptyRow) })));
            focusField(target.closest("form"), `Map ${map.items.length} var`);
          }}
        >
          {t("backEnds.form.map.add")}
        </Button>
      </div>
    </section>
  );
}

type CellProps = {
  row: number;
  column: Column;
  backEnd: BackEndKind;
  values: MapRowView;
  isWrong: boolean;
  onChange: (row: number, part: Partial<MapRowView>) => void;
};

/** One cell; typing in another one does not draw it anew. */
const MapCell = memo(function MapCell(props: CellProps) {
  const { row, column, values, isWrong } = props;
  const { t } = useTranslation();
  const onChange = (part: Partial<MapRowView>) => props.onChange(row, part);
  const label = t("backEnds.form.map.cell", {
    column: mapColumnLabel(t, column, props.backEnd),
    row: row + 1,
  });
  switch (column) {
    case "required":
    case "readOnly":
      return (
        <Checkbox
          bare
          label={label}
          isSelected={values[column]}
          onChange={(isSelected) => onChange({ [column]: isSelected })}
        />
      );
    case "shown":
      return (
        <CellSelect
          label={label}
          value={String(values.shown)}
          choices={[
            { id: "0", label: t("backEnds.form.map.shown.never") },
            { id: "1", label: t("backEnds.form.map.shown.always") },
            { id: "2", label: t("backEnds.form.map.shown.lite") },
          ]}
          onChange={(shown) => onChange({ shown: Number(shown) })}
        />
      );
    case "type":
      return (
        <CellSelect
          label={label}
          value={values.type}
          choices={types.map((id) => ({ id, label: id }))}
          onChange={(type) => onChange({ type })}
        />
      );
    default:
      return (
        <CellText
          label={label}
          isCode={column !== "label"}
          value={values[column]}
          isInvalid={isWrong}
          onChange={(value) => onChange({ [column]: value })}
        />
      );
  }
});
