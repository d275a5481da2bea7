import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { ChangesView, FieldView } from "../bridge/bindings";
import { formLabel } from "../i18n/fieldLabel";
import { useFormat } from "../i18n/format";
import {
  type Chosen,
  chosenBefore,
  conflictRows,
  type LeftOpen,
  type Side,
  settled,
  type Versions,
} from "../lib/conflict";
import type { Values } from "../lib/dirty";
import { Button } from "./Button";
import styles from "./ConflictDialog.module.css";
import { ConflictRow, focusRow } from "./ConflictRow";
import { Dialog } from "./Dialog";

type Props = {
  /** What the record is called. */
  name: string;
  fields: readonly FieldView[];
  versions: Versions;
  changes: ChangesView | null;
  /** The same conflict, if it was left open before. */
  before: LeftOpen | null;
  /** What was to be done: a form's save, or taking one back. */
  of: "save" | "undo";
  onSave: (values: Values) => void;
  onTheirs: () => void;
  /** What was chosen by then is not lost. */
  onBack: (chosen: Chosen) => void;
};

/** Somebody else was faster: field by field what stood there, what I typed and what they stored. */
export function ConflictDialog(props: Props) {
  const { fields, versions, of, onSave, onTheirs, onBack } = props;
  const { t } = useTranslation();
  const [rows] = useState(() => conflictRows(fields, versions));
  const [chosen, setChosen] = useState<Chosen>(() => chosenBefore(rows, props.before));
  const [tried, setTried] = useState(false);
  const open = rows.filter((row) => chosen[row.field.var] === undefined);

  function save() {
    const first = open[0];
    if (!first) return onSave(settled(versions, rows, chosen));
    setTried(true);
    focusRow(first.field.var);
  }

  return (
    <Dialog
      role="alertdialog"
      size="large"
      title={useTitle(props)}
      onClose={() => onBack(chosen)}
      actions={
        <>
          <p role="status" className={styles.state}>
            {tried && open.length > 0
              ? t("conflict.open", { count: open.length })
              : t("conflict.nothingYet")}
          </p>
          <Button variant="quiet" onPress={() => onBack(chosen)}>
            {t(`conflict.${of}.back`)}
          </Button>
          {of === "save" ? <Button onPress={onTheirs}>{t("conflict.takeTheirs")}</Button> : null}
          <Button variant="primary" onPress={save}>
            {t("conflict.saveChoice")}
          </Button>
        </>
      }
    >
      <p>{useText(props, rows.filter((row) => row.changedBy === "both").length)}</p>
      <div className={styles.rows}>
        <div aria-hidden="true" className={styles.head}>
          <span>{t("conflict.field")}</span>
          <span>{t(`conflict.${of}.was`)}</span>
          <span>{t(`conflict.${of}.mine`)}</span>
          <span>{t(`conflict.${of}.theirs`)}</span>
        </div>
        {rows.map((row) => (
          <ConflictRow
            key={row.field.var}
            row={row}
            label={formLabel(t, row.field)}
            headings={{
              was: t(`conflict.${of}.was`),
              mine: t(`conflict.${of}.mine`),
              theirs: t(`conflict.${of}.theirs`),
            }}
            chosen={chosen[row.field.var] ?? null}
            isMissing={tried && chosen[row.field.var] === undefined}
            onChoose={(side: Side) => setChosen({ ...chosen, [row.field.var]: side })}
          />
        ))}
      </div>
    </Dialog>
  );
}

function useTitle({ changes, of }: Props): string {
  const { t } = useTranslation();
  if (of === "undo") return t("conflict.undo.title");
  return changes ? t("conflict.titleBy", { by: changes.changedBy }) : t("conflict.title");
}

function useText({ name, changes }: Props, count: number): string {
  const { t } = useTranslation();
  const format = useFormat();
  const both = t("conflict.both", { count });
  if (!changes) return t("conflict.text", { name, both });
  return t("conflict.textAt", { name, both, moment: format.moment(changes.changed) });
}
