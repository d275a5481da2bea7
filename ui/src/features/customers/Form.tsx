import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { checkCustomer } from "../../api/forms";
import { useLeaveGuard } from "../../api/formsGuard";
import { useCustomerToEdit } from "../../api/formsRecord";
import { useRecordSave } from "../../api/formsSave";
import { useFormSession } from "../../api/formsSession";
import { type FormStart, useFormState } from "../../api/formsState";
import { useWaitingDraft } from "../../api/formsTrip";
import { customerKind } from "../../api/recordKinds";
import { useSending } from "../../api/sending";
import type { AppView, CustomerDraft, CustomerView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { FormGate } from "../../kit/FormGate";
import { FormOpening } from "../../kit/FormOpening";
import { FormSource } from "../../kit/FormSource";
import { RecordForm } from "../../kit/RecordForm";
import { sameValues } from "../../lib/dirty";
import type { SavedRecord } from "../../lib/listShowing";
import { whyNotIn, whyNotOf } from "../../lib/writable";

export type CustomerFormProps = {
  app: AppView;
  /** The CustomerID of the customer to change; `null` to add one. */
  editing: string | null;
  /** The name that a new customer starts with. */
  name: string | null;
  /** Saved, and the form stays, now as the edit of that customer. */
  onSaved: (saved: SavedRecord) => void;
  /** Saved and done. */
  onFinished: (saved: SavedRecord) => void;
  /** A new CustomerID was taken back after the form was left. */
  onRenamedLater: (was: string, now: string) => void;
  /** Left without saving. */
  onCancel: () => void;
};

/** Adds a customer, or changes one. */
export function CustomerForm(props: CustomerFormProps) {
  const { t } = useTranslation();
  const session = useFormSession(props.editing);
  const opened = useCustomerToEdit(session);
  const gone = {
    title: t("forms.customer.gone.title"),
    text: t("forms.customer.gone.text", { customerId: session.opens ?? "" }),
    back: <Button onPress={props.onCancel}>{t("forms.customer.back")}</Button>,
  };
  const onSaved = (saved: SavedRecord) => {
    session.nowEditing(saved.key);
    props.onSaved(saved);
  };
  return (
    <FormOpening key={session.key} opened={opened} gone={gone}>
      {(record) => {
        const { app } = props;
        const why = record
          ? whyNotOf(app, app.customerSources, record.source)
          : whyNotIn(app, app.customerSources);
        return (
          <FormGate why={why} onBack={props.onCancel}>
            {() => <CustomerFields {...props} record={record} onSaved={onSaved} />}
          </FormGate>
        );
      }}
    </FormOpening>
  );
}

/** The form itself, from the record it starts with. */
function CustomerFields(props: CustomerFormProps & { record: CustomerView | null }) {
  const { app, name, onSaved, onFinished, onCancel } = props;
  const { t } = useTranslation();
  const send = useSending(customerKind);
  // As long as it is filled in, what can be chosen stays.
  const [writable] = useState(() => app.customerSources.filter((source) => source.writable));
  const [first] = useState(() => start(props.record, name, writable[0]?.id ?? null));
  const key = draftKey(props.record?.customerId ?? null);
  const waiting = useWaitingDraft(key, first.draft);
  const state = useFormState(() => ({ ...first, draft: waiting }), { ...rules, save: send });
  const [record, setRecord] = useState(props.record);
  const [note, setNote] = useState<string | null>(null);
  const { draft, change } = state;
  const source = app.customerSources.find((one) => one.id === (record?.source ?? draft.source));
  const fields = source?.fields ?? app.customerFields;
  const saving = useRecordSave(customerKind, {
    state,
    fields,
    record,
    onRecord: setRecord,
    onRenamed: (now) => onSaved(savedAs(now)),
    onRenamedLater: props.onRenamedLater,
  });
  const put = useCallback(
    (variable: string, value: string) =>
      change((before) => ({ ...before, values: { ...before.values, [variable]: value } })),
    [change],
  );
  const guard = useLeaveGuard(state.changed, draft, draftKey(draft.editing?.key ?? null));

  async function save(done: (saved: SavedRecord) => void): Promise<readonly string[]> {
    setNote(null);
    const { refused, answer } = await saving.save(draft);
    if (!answer) return refused;
    guard.release();
    done(savedAs(answer.record));
    return refused;
  }

  async function reread() {
    const { wasSaved } = await saving.reread();
    if (!wasSaved) return setNote(t("forms.failed.notSaved"));
    setNote(t("forms.failed.saved", { name: customerKind.nameOf(wasSaved) }));
    guard.release();
    onSaved(savedAs(wasSaved));
  }

  return (
    <RecordForm
      fields={fields}
      where={t("forms.customer.where")}
      title={record?.name || record?.customerId || t("forms.customer.add")}
      state={state}
      leaving={guard}
      onChange={put}
      onCancel={onCancel}
      onSave={() => save(onSaved)}
      onFinish={() => save(onFinished)}
      onReread={reread}
      note={note}
    >
      {draft.editing === null ? (
        <FormSource
          sources={writable}
          value={draft.source ?? ""}
          onChange={(id) => change((before) => ({ ...before, source: id }))}
        />
      ) : null}
    </RecordForm>
  );
}

function savedAs({ customerId, validity }: CustomerView): SavedRecord {
  return { key: customerId, isValid: validity === "valid" };
}

const rules = {
  isSame: (one: CustomerDraft, other: CustomerDraft) => sameValues(one.values, other.values),
  check: checkCustomer,
};

/** Under which name the draft of a customer waits. */
const draftKey = (customerId: string | null) => `customer:${customerId ?? ""}`;

function start(
  record: CustomerView | null,
  name: string | null,
  source: string | null,
): FormStart<CustomerDraft> {
  if (record) {
    const stored = customerKind.opened(record.customerId, record);
    return { stored, draft: stored };
  }
  const values = { ValidID: "valid", CustomerCompanyName: name ?? "" };
  const empty = { editing: null, source, options: null, values };
  return { stored: empty, draft: empty };
}
