import { type ReactNode, useCallback, useEffect, useEffectEvent, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import type { CommandError, EditingRequest, FieldView, Problem } from "../bridge/bindings";
import { formLabel } from "../i18n/fieldLabel";
import type { Values } from "../lib/dirty";
import { formRows, isKey } from "../lib/formLayout";
import { FormField } from "./FormField";
import { FormPage } from "./FormPage";
import { FormRows, focusField } from "./FormRows";
import { useClearToast } from "./Toast";

/** What a form of a record shows of its draft. */
type RecordState = {
  /** What is typed; `editing` names the record, if it exists. */
  draft: { editing: EditingRequest | null; values: Values };
  /** What is wrong, by field. */
  findings: ReadonlyMap<string, Problem>;
  /** Fields whose value is not used yet. */
  free: ReadonlySet<string>;
  saving: boolean;
  saved: boolean;
  error: CommandError | null;
  /** The focus left a field. */
  leave: (variable: string) => void;
};

type Props = {
  fields: readonly FieldView[];
  /** Where the form belongs: the list's name. */
  where: string;
  title: string;
  state: RecordState;
  leaving: { asking: boolean; stay: () => void; leave: () => void };
  /** The same function from one drawing to the next. */
  onChange: (variable: string, value: string) => void;
  onCancel: () => void;
  /** Both ways to save answer with the fields that were refused. */
  onSave: () => Promise<readonly string[]>;
  onFinish: () => Promise<readonly string[]>;
  /** Reads the record again after a save whose end nobody knows; absent where it could not be found. */
  onReread?: (() => Promise<void>) | undefined;
  /** What came of reading again. */
  note?: string | null;
  /** What stands above the fields. */
  children?: ReactNode;
  /** Where filling in begins, if not at the first field. */
  beginsAt?: string | undefined;
  /** The form was left for another one, and goes on: what was said there is still of use. */
  goesOn?: boolean;
  /** Fields that are more than a value: drawn by the feature; `null` leaves them to their kind. */
  special?: (field: FieldView, problem: Problem | undefined) => ReactNode;
};

/** The form of a record, made from its map. */
export function RecordForm(props: Props) {
  const { fields, where, title, state, leaving, onChange, onCancel, onSave, onFinish } = props;
  const { draft, findings, free, saving, saved, error } = state;
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const [refused, setRefused] = useState<readonly string[]>([]);
  const order = formRows(fields).flatMap((row) => row.map((cell) => cell.field));
  const wrong = order.filter((field) => findings.has(field.var));
  const firstRefused = order.find((field) => refused.includes(field.var))?.var;

  // After a refusal the first wrong field has the focus, once its finding is drawn.
  useEffect(() => {
    if (firstRefused && refused.length > 0) focusField(form.current, firstRefused);
  }, [refused, firstRefused]);

  const clearToast = useClearToast();
  const begin = useEffectEvent(() => {
    // An offer to undo something else has no place beside what is typed here.
    if (!props.goesOn) clearToast();
    const first = order.find(
      (field) => !field.readOnly && !(isKey(field) && draft.editing !== null),
    )?.var;
    const variable = props.beginsAt ?? first;
    if (variable) focusField(form.current, variable);
  });
  useEffect(() => begin(), []);

  const onPut = useCallback(
    (variable: string, value: string) => {
      onChange(variable, value);
      focusField(form.current, variable);
    },
    [onChange],
  );

  return (
    <FormPage
      ref={form}
      where={where}
      title={title}
      attention={wrong.map((field) => ({ field: field.var, label: formLabel(t, field) }))}
      onAttend={(field) => focusField(form.current, field)}
      saving={saving}
      saved={saved}
      error={error}
      note={props.note ?? null}
      onReread={props.onReread}
      leaving={leaving}
      onLeave={state.leave}
      onCancel={onCancel}
      onSave={() => void onSave().then(setRefused)}
      onFinish={() => void onFinish().then(setRefused)}
    >
      {props.children}
      <FormRows fields={fields}>
        {(field) =>
          props.special?.(field, findings.get(field.var)) ?? (
            <FormField
              field={field}
              value={draft.values[field.var] ?? ""}
              problem={findings.get(field.var)}
              isFree={free.has(field.var)}
              storedKey={draft.editing?.key ?? null}
              onChange={onChange}
              onPut={onPut}
            />
          )
        }
      </FormRows>
    </FormPage>
  );
}
