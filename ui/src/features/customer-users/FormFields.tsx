import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useState } from "react";
import { useTranslation } from "react-i18next";
import { findCustomerNamed } from "../../api/forms";
import { useLeaveGuard } from "../../api/formsGuard";
import { type FormStart, useFormState } from "../../api/formsState";
import { useTrip } from "../../api/formsTrip";
import type {
  CustomerBrief,
  CustomerUserDraft,
  CustomerUserView,
  FieldView,
  PasswordRequest,
  Problem,
} from "../../bridge/bindings";
import { RecordForm } from "../../kit/RecordForm";
import { dropDraft } from "../../lib/dirty";
import type { CustomerUserFormProps } from "./Form";
import { FormCustomer } from "./FormCustomer";
import { FormGeneratedPassword } from "./FormGeneratedPassword";
import { FormPassword } from "./FormPassword";
import { draftKey, draftOf, rules } from "./formDraft";

type Props = CustomerUserFormProps & {
  record: CustomerUserView | null;
  first: FormStart<CustomerUserDraft>;
  /** The customer that the form opens with. */
  customer: CustomerBrief | null;
};

/** A password that was generated, on its way past the reader's eyes. */
type Generated = { password: string; record: CustomerUserView; go: (login: string) => void };

/** The form itself, from the record it starts with. */
export function FormFields(props: Props) {
  const { fields, onSaved, onFinished, onCancel, onAddCustomer } = props;
  const { t } = useTranslation();
  const client = useQueryClient();
  const state = useFormState(() => props.first, rules);
  const [record, setRecord] = useState(props.record);
  const [picked, setPicked] = useState(props.customer);
  const [generated, setGenerated] = useState<Generated | null>(null);
  const { draft, change } = state;
  const guard = useLeaveGuard(state.changed, draft);
  const customerField = fields.find((field) => field.kind === "customer");
  const [isBack] = useState(state.changed);
  const parkedUnder = draftKey(draft.editing);
  const park = useTrip<CustomerUserDraft>(parkedUnder);

  // What waited is in the form by now; should the form be left, it is left for good.
  useEffect(() => dropDraft(parkedUnder), [parkedUnder]);

  const put = useCallback(
    (variable: string, value: string) =>
      change((before) => ({ ...before, values: { ...before.values, [variable]: value } })),
    [change],
  );

  async function save(go: (login: string) => void): Promise<string[]> {
    const sent = await settled();
    const answer = await state.submit(sent);
    if (answer?.kind === "refused") return answer.findings.map(({ field }) => field);
    if (answer?.kind !== "saved") return [];
    setRecord(answer.record);
    state.restart(sent, draftOf(answer.record));
    guard.release();
    const password = answer.generatedPassword;
    if (password === null) go(answer.record.login);
    else setGenerated({ password, record: answer.record, go });
    return [];
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
        onSave={() => save(onSaved)}
        onFinish={() => save(onFinished)}
        beginsAt={isBack ? customerField?.var : undefined}
        special={special}
      />
      {generated ? (
        <FormGeneratedPassword
          name={generated.record.displayName || generated.record.login}
          password={generated.password}
          onClose={() => {
            setGenerated(null);
            generated.go(generated.record.login);
          }}
        />
      ) : null}
    </>
  );
}
