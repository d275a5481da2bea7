import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import type {
  CustomerMovesView,
  MoveOptionsRequest,
  MoveProgressed,
  MovesView,
} from "../bridge/bindings";
import { useFormat } from "../i18n/format";
import { chosenRows, movedRows } from "../lib/moves";
import { useIsLate } from "../lib/useIsLate";
import { Button } from "./Button";
import { Dialog } from "./Dialog";
import { ErrorNote } from "./ErrorNote";
import { Progress } from "./Progress";
import styles from "./RenameDialog.module.css";
import { RenameMoves } from "./RenameMoves";
import { type ChangedName, RenameNames } from "./RenameNames";
import { usualSave } from "./SavingWords";

/** What would move. */
export type Counted =
  | { kind: "waiting" }
  | { kind: "failed"; error: unknown; retry: () => void }
  /** All kinds of rows, those that are not chosen too, and how many give way as it is chosen. */
  | { kind: "counted"; all: CustomerMovesView; replaced: number };

type Props = {
  names: readonly ChangedName[];
  /** What is to be done: a new name, or the old one back. */
  of: "save" | "undo";
  counted: Counted;
  options: MoveOptionsRequest;
  /** The names of sources, by their ids. */
  sources: ReadonlyMap<string, string>;
  /** It was confirmed and is on its way. */
  isMoving: boolean;
  progress: MoveProgressed | null;
  onOptions: (options: MoveOptionsRequest) => void;
  onGo: () => void;
  onCancel: () => void;
};

/** Says what moves along with a new name before it does, and how far it is while it does. */
export function RenameDialog(props: Props) {
  const { names, counted, options, sources, isMoving, progress } = props;
  const { t } = useTranslation();
  const format = useFormat();
  const moving = counted.kind === "counted" ? chosenRows(counted.all.moves.rows, options) : [];
  const count = movedRows(moving);
  const isMove = names.every(({ field }) => field === "customer");
  const of = props.of === "undo" ? "undo" : isMove ? "move" : "name";
  const canGo = counted.kind === "counted" && !isMoving;
  const cancel = () => {
    if (!isMoving) props.onCancel();
  };
  useEnter(() => {
    if (canGo) props.onGo();
  });

  return (
    <Dialog
      title={useTitle(props)}
      onClose={cancel}
      actions={
        <>
          <Button isDisabled={isMoving} onPress={cancel}>
            {t("common.cancel")}
          </Button>
          <Button variant="primary" isDisabled={!canGo} onPress={props.onGo}>
            {t(`rename.${of}.go`, { count, rows: format.number(count) })}
          </Button>
        </>
      }
    >
      <RenameNames names={names} />
      {counted.kind === "waiting" ? <p role="status">{t("rename.counting")}</p> : null}
      {counted.kind === "failed" ? (
        <ErrorNote error={counted.error} onRetry={counted.retry} />
      ) : null}
      {counted.kind === "counted" ? (
        <>
          {counted.all.moves.rows.length > 0 ? (
            <RenameMoves
              rows={counted.all.moves.rows}
              options={options}
              sources={sources}
              onOptions={isMoving ? null : props.onOptions}
            />
          ) : null}
          {isAlone(counted.all) ? <p>{t("rename.nothing")}</p> : null}
          <Remarks of={of} left={counted.all.left} replaced={counted.replaced} sources={sources} />
        </>
      ) : null}
      {isMoving ? <Moving of={props.of} progress={progress} /> : null}
    </Dialog>
  );
}

/** Nothing else has the old name. */
function isAlone({ moves, left }: CustomerMovesView): boolean {
  return moves.rows.length === 0 && left.length === 0;
}

function useTitle({ names, of }: Props): string {
  const { t } = useTranslation();
  const field = names[0]?.field ?? "login";
  return of === "undo" ? t(`rename.undo.title.${field}`) : t(`rename.title.${field}`);
}

type RemarksProps = {
  of: "move" | "name" | "undo";
  left: CustomerMovesView["left"];
  replaced: MovesView["replaced"];
  sources: ReadonlyMap<string, string>;
};

/** What else is to be known: who stays, what gives way, and that nothing is done by halves. */
function Remarks({ of, left, replaced, sources }: RemarksProps) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <>
      {left.map(({ source, count }) => (
        <p key={source}>
          {t("rename.left", {
            count,
            rows: format.number(count),
            source: sources.get(source) ?? source,
          })}
        </p>
      ))}
      {replaced > 0 ? (
        <p>{t("rename.replaced", { count: replaced, rows: format.number(replaced) })}</p>
      ) : null}
      <p>{t(`rename.${of}.whole`)}</p>
    </>
  );
}

function Moving({ of, progress }: Pick<Props, "of" | "progress">) {
  const { t } = useTranslation();
  const format = useFormat();
  const label = of === "undo" ? t("rename.undo.moving") : t("rename.moving");
  const isLate = useIsLate(usualSave);
  const words = progress
    ? t("rename.progress", {
        what: t(`rename.kind.${progress.kind}`),
        done: format.number(progress.done),
        total: format.number(progress.total),
      })
    : isLate
      ? t("forms.bar.waiting")
      : label;
  return (
    <div className={styles.moving}>
      <Progress
        label={label}
        done={progress?.done ?? 0}
        total={progress?.total ?? null}
        words={words}
      />
    </div>
  );
}

/** Enter confirms wherever the focus is, unless it is on something that takes Enter for itself. */
function useEnter(onEnter: () => void): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.key !== "Enter" || event.repeat || event.isComposing) return;
    if (event.ctrlKey || event.metaKey || event.altKey || event.shiftKey) return;
    if (event.target instanceof Element && event.target.closest("button, a")) return;
    event.preventDefault();
    onEnter();
  });

  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}
