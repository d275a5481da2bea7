import { useTranslation } from "react-i18next";
import type { MovedRowsView, MoveOptionsRequest } from "../bridge/bindings";
import { useFormat } from "../i18n/format";
import { isForgotten } from "../lib/moves";
import { Checkbox } from "./Checkbox";
import styles from "./RenameDialog.module.css";

type Props = {
  rows: readonly MovedRowsView[];
  options: MoveOptionsRequest;
  /** The names of sources, by their ids. */
  sources: ReadonlyMap<string, string>;
  /** `null` when there is nothing to choose any more. */
  onOptions: ((options: MoveOptionsRequest) => void) | null;
};

/** How many rows of each kind move. What OTOBO would leave behind may be left behind here, too. */
export function RenameMoves({ rows, options, sources, onOptions }: Props) {
  const { t } = useTranslation();
  return (
    <>
      <table className={styles.moves}>
        <thead>
          <tr>
            <th scope="col">{t("rename.what")}</th>
            <th scope="col">{t("rename.rows")}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={`${row.kind}:${row.source}`} {...{ row, options, sources, onOptions }} />
          ))}
        </tbody>
      </table>
      {rows.some(({ kind }) => isForgotten(kind)) ? (
        <p className={styles.hint}>{t("rename.forgottenHint")}</p>
      ) : null}
    </>
  );
}

function Row({ row, options, sources, onOptions }: { row: MovedRowsView } & Omit<Props, "rows">) {
  const { t } = useTranslation();
  const format = useFormat();
  const { kind, source, count } = row;
  const of = source === null ? undefined : sources.get(source);
  const words = of ? t("rename.customerUsersIn", { source: of }) : t(`rename.kind.${kind}`);
  if (!isForgotten(kind)) {
    return (
      <tr>
        <th scope="row">{words}</th>
        <td>{format.number(count)}</td>
      </tr>
    );
  }
  return (
    <tr data-left={options[kind] ? undefined : ""}>
      <th scope="row">
        <Checkbox
          label={words}
          isSelected={options[kind]}
          isReadOnly={onOptions === null}
          onChange={(isMoved) => onOptions?.({ ...options, [kind]: isMoved })}
        />
        <span className={styles.forgotten}>{t("rename.forgotten")}</span>
      </th>
      <td>{format.number(count)}</td>
    </tr>
  );
}
