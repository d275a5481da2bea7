import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { findCustomerNamed } from "../../api/forms";
import { useLeaveGuard } from "../../api/formsGuard";
import { useRecordSave } from "../../api/formsSave";
import { type FormStart, useFormState } from "../../api/formsState";
import { useTrip } from "../../api/formsTrip";
import { customerUserKind } from "../../api/recordKinds";
import { useSending } from "../../api/sending";
import type {
  AppSourceView,
  AppView,
  CustomerBrief,
  CustomerUserDraft,
  CustomerUserView,
  FieldView,
  PasswordRequest,
  Problem,
} from "../../bridge/bindings";
import { FormSource } from "../../kit/FormSource";
import { RecordForm } from "../../kit/RecordForm";
import { dropDraft } from "../../lib/dirty";
import type { SavedRecord } from "../../lib/listShowing";
import type { CustomerUserFormProps } from "./Form";
import { FormCustomer } from "./FormCustomer";
import { FormGeneratedPassword } from "./FormGeneratedPassword";
import { FormPassword } from "./FormPassword";
import { draftKey, rules } from "./formDraft";

type Props = CustomerUserFormProps & {
  record: CustomerUserView | null;
  /** The sources that a new customer user can go to. */
  sources: readonly AppSourceView[];
  first: FormStart<CustomerUserDraft>;
  /** The customer that the form opens with. */
  customer: CustomerBrief | null;
};

/** A password that was generated, on its way past the reader's eyes. */
type Generated = { password: string; record: CustomerUserView; go: Go };

/** Where it goes on after a save. */
type Go = (saved: SavedRecord) => void;

/** The form itself, from the record it starts with. */
export function FormFields(props: Props) {
  const { app, sources, onSaved, onFinished, onCancel, onAddCustomer } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const save = useSending(customerUserKind);
  const state = useFormState(() => props.first, { ...rules, save });
  const [record, setRecord] = useState(props.record);
  const [picked, setPicked] = useState(props.customer);
  const [generated, setGenerated] = useState<Generated | null>(null);
  const { draft, change } = state;
  const fields = fieldsOf(app, draft, record);
  const saving = useRecordSave(customerUserKind, {
    state,
    fields,
    record,
    onRecord: keep,
    onRenamed: (now) => onSaved(savedAs(now)),
    onRenamedLater: props.onRenamedLater,
  });
  const [note, setNote] = useState<string | null>(null);
  const customerField = fields.find((field) => field.kind === "customer");
  const [isBack] = useState(state.changed);
  const parkedUnder = draftKey(draft.editing?.key ?? null);
  const guard = useLeaveGuard(state.changed, draft, parkedUnder);
  const park = useTrip<CustomerUserDraft>(parkedUnder);

  // What waited is in the form by now; should the form be left, it is left for good.
  useEffect(() => dropDraft(parkedUnder), [parkedUnder]);

  const put = useCallback(
    (variable: string, value: string) =>
      change((before) => ({ ...before, values: { ...before.values, [variable]: value } })),
    [change],
  );

  /** The form goes on with what is stored; its customer may be another one than was picked here. */
  function keep(stored: CustomerUserView) {
    setRecord(stored);
    setPicked(stored.customer);
  }

  async function saveAnd(go: Go): Promise<readonly string[]> {
    setNote(null);
    const { refused, answer } = await saving.save(await settled());
    if (!answer) return refused;
    guard.release();
    const password = answer.generatedPassword;
    if (password === null) go(savedAs(answer.record));
    else setGenerated({ password, record: answer.record, go });
    return refused;
  }

  async function reread() {
    const { wasSaved, withPassword } = await saving.reread();
    if (!wasSaved) return setNote(t("forms.failed.notSaved"));
    const name = customerUserKind.nameOf(wasSaved);
    setNote(withPassword ? t("forms.failed.savedPassword") : t("forms.failed.saved", { name }));
    guard.release();
    onSaved(savedAs(wasSaved));
  }

  /** A customer whose name was typed, but not picked: the same as if the field had been left. */
  async function settled(): Promise<CustomerUserDraft> {
    if (!customerField) return draft;
    const { var: variable } = customerField;
    const typed = draft.values[variable] ?? "";
    if (picked?.customerId === typed) return draft;
    const customer = await findCustomerNamed(client, typed).catch(() => null);
    if (!customer || customer.customerId === typed) return draft;
    const sent = { ...draft, values: { ...draft.values, [variable]: customer.customerId } };
    setPicked(customer);
    change((before) => (before === draft ? sent : before));
    return sent;
  }

  function addCustomer(name: string) {
    park(draft);
    guard.release();
    onAddCustomer(name);
  }

  function special(field: FieldView, problem: Problem | undefined) {
    if (field.kind === "customer") {
      return (
        <FormCustomer
          field={field}
          value={draft.values[field.var] ?? ""}
          picked={picked}
          problem={problem}
          onType={(text) => put(field.var, text)}
          onPick={(customer) => {
            setPicked(customer);
            put(field.var, customer.customerId);
          }}
          onAdd={addCustomer}
        />
      );
    }
    if (field.kind === "password") {
      return (
        <FormPassword
          field={field}
          choice={draft.password}
          stored={draft.editing === null ? null : (record?.password ?? "set")}
          problem={problem}
          onChange={(password: PasswordRequest) => change((before) => ({ ...before, password }))}
        />
      );
    }
    return null;
  }

  return (
    <>
      <RecordForm
        fields={fields}
        where={t("forms.customerUser.where")}
        title={record?.displayName || record?.login || t("forms.customerUser.add")}
        state={state}
        leaving={guard}
        onChange={put}
        onCancel={onCancel}
        onSave={() => saveAnd(onSaved)}
        onFinish={() => saveAnd(onFinished)}
        onReread={isFindable(fields) ? reread : undefined}
        note={note}
        beginsAt={isBack ? customerField?.var : undefined}
        goesOn={isBack}
        special={special}
      >
        {draft.editing === null ? (
          <FormSource
            sources={sources}
            value={draft.source ?? ""}
            onChange={(source) => change((before) => ({ ...before, source }))}
          />
        ) : null}
      </RecordForm>
      {generated ? (
        <FormGeneratedPassword
          name={generated.record.displayName || generated.record.login}
          login={generated.record.login}
          password={generated.password}
          onClose={() => {
            setGenerated(null);
            generated.go(savedAs(generated.record));
          }}
        />
      ) : null}
    </>
  );
}

function savedAs({ login, validity }: CustomerUserView): SavedRecord {
  return { key: login, isValid: validity === "valid" };
}

/**
 * The fields of the source that the record is in, or goes to. A source that makes usernames itself has
 * no field for a new one.
 */
function fieldsOf(
  app: AppView,
  { editing, source: chosen }: CustomerUserDraft,
  record: CustomerUserView | null,
): readonly FieldView[] {
  const id = record?.source ?? chosen;
  const source = app.sources.find((one) => one.id === id);
  const fields = source?.fields ?? app.customerUserFields;
  const isMade = editing === null && source?.automaticLogin;
  return isMade ? fields.filter((field) => field.kind !== "login") : fields;
}

/** Whether the record can be found again by what is typed. */
function isFindable(fields: readonly FieldView[]): boolean {
  return fields.some((field) => field.kind === "login");
}
