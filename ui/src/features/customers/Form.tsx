import { useCallback, useState } from "react";
import { useTranslation } from "react-i18next";
import { checkCustomer, saveCustomer } from "../../api/forms";
import { useLeaveGuard } from "../../api/formsGuard";
import { useCustomerToEdit } from "../../api/formsRecord";
import { useFormSession } from "../../api/formsSession";
import { type FormStart, useFormState } from "../../api/formsState";
import type { CustomerDraft, CustomerView, FieldView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { FormOpening } from "../../kit/FormOpening";
import { RecordForm } from "../../kit/RecordForm";
import { sameValues } from "../../lib/dirty";

export type CustomerFormProps = {
  fields: readonly FieldView[];
  /** The CustomerID of the customer to change; `null` to add one. */
  editing: string | null;
  /** The name that a new customer starts with. */
  name: string | null;
  /** Saved, and the form stays, now as the edit of that customer. */
  onSaved: (customerId: string) => void;
  /** Saved and done. */
  onFinished: (customerId: string) => void;
  /** Left without saving. */
  onCancel: () => void;
};

/** Adds a customer, or changes one. */
export function CustomerForm(props: CustomerFormProps) {
  const { t } = useTranslation();
  const session = useFormSession(props.editing);
  const opened = useCustomerToEdit(session.opens);
  const gone = {
    title: t("forms.customer.gone.title"),
    text: t("forms.customer.gone.text", { customerId: session.opens ?? "" }),
    back: <Button onPress={props.onCancel}>{t("forms.customer.back")}</Button>,
  };
  const onSaved = (customerId: string) => {
    session.nowEditing(customerId);
    props.onSaved(customerId);
  };
  return (
    <FormOpening key={session.key} opened={opened} gone={gone}>
      {(record) => <CustomerFields {...props} record={record} onSaved={onSaved} />}
    </FormOpening>
  );
}

/** The form itself, from the record it starts with. */
function CustomerFields(props: CustomerFormProps & { record: CustomerView | null }) {
  const { fields, name, onSaved, onFinished, onCancel } = props;
  const { t } = useTranslation();
  const state = useFormState(() => start(props.record, name), rules);
  const [record, setRecord] = useState(props.record);
  const { draft, change } = state;
  const put = useCallback(
    (variable: string, value: string) =>
      change((before) => ({ ...before, values: { ...before.values, [variable]: value } })),
    [change],
  );
  const guard = useLeaveGuard(state.changed, draft);

  async function save(done: (customerId: string) => void): Promise<string[]> {
    const answer = await state.submit(draft);
    if (answer?.kind === "refused") return answer.findings.map(({ field }) => field);
    if (answer?.kind === "saved") {
      setRecord(answer.record);
      state.restart(draft, draftOf(answer.record));
      guard.release();
      done(answer.record.customerId);
    }
    return [];
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
    />
  );
}

const rules = {
  isSame: (one: CustomerDraft, other: CustomerDraft) => sameValues(one.values, other.values),
  check: checkCustomer,
  save: saveCustomer,
};

/** The draft that says what the record says. */
function draftOf(record: CustomerView): CustomerDraft {
  return { editing: record.customerId, values: record.values };
}

function start(record: CustomerView | null, name: string | null): FormStart<CustomerDraft> {
  if (record) return { stored: draftOf(record), draft: draftOf(record) };
  const values = { ValidID: "valid", CustomerCompanyName: name ?? "" };
  const empty = { editing: null, values };
  return { stored: empty, draft: empty };
}
