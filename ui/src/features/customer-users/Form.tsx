import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { overview } from "../../api/app";
import { customerFind } from "../../api/customers";
import { useCustomerUserToEdit } from "../../api/formsRecord";
import { useFormSession } from "../../api/formsSession";
import type { AppView, CustomerUserView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { FormGate } from "../../kit/FormGate";
import { FormOpening } from "../../kit/FormOpening";
import { Waiting } from "../../kit/Waiting";
import type { SavedRecord } from "../../lib/listShowing";
import { whyNotIn, whyNotOf } from "../../lib/writable";
import { FormFields } from "./FormFields";
import { FormFirstCustomer } from "./FormFirstCustomer";
import { start } from "./formDraft";

export type CustomerUserFormProps = {
  app: AppView;
  /** The login of the customer user to change; `null` to add one. */
  editing: string | null;
  /** The customer that the form starts with, or comes back with. */
  customerId: string | null;
  /** Saved, and the form stays, now as the edit of that customer user. */
  onSaved: (saved: SavedRecord) => void;
  /** Saved and done, a generated password seen. */
  onFinished: (saved: SavedRecord) => void;
  /** A new username was taken back after the form was left. */
  onRenamedLater: (was: string, now: string) => void;
  /** Left without saving. */
  onCancel: () => void;
  /** Leads to the form of a new customer of that name; what is typed here waits. */
  onAddCustomer: (name: string) => void;
};

/** Adds a customer user, or changes one. */
export function CustomerUserForm(props: CustomerUserFormProps) {
  const { t } = useTranslation();
  const session = useFormSession(props.editing);
  const opened = useCustomerUserToEdit(session);
  const counts = useQuery(overview());
  const gone = {
    title: t("forms.customerUser.gone.title"),
    text: t("forms.customerUser.gone.text", { login: session.opens ?? "" }),
    back: <Button onPress={props.onCancel}>{t("forms.customerUser.back")}</Button>,
  };
  const onSaved = (saved: SavedRecord) => {
    session.nowEditing(saved.key);
    props.onSaved(saved);
  };
  if (session.opens === null && counts.data?.customers === 0) {
    return <FormFirstCustomer onAdd={() => props.onAddCustomer("")} onCancel={props.onCancel} />;
  }
  return (
    <FormOpening key={session.key} opened={opened} gone={gone}>
      {(record) => {
        const { app } = props;
        const why = record ? whyNotOf(app, app.sources, record.source) : whyNotIn(app, app.sources);
        return (
          <FormGate why={why} onBack={props.onCancel}>
            {() => <FormStarting {...props} record={record} onSaved={onSaved} />}
          </FormGate>
        );
      }}
    </FormOpening>
  );
}

/** The form as soon as the customer that it starts with is known by name. */
function FormStarting(props: CustomerUserFormProps & { record: CustomerUserView | null }) {
  const { app, record, customerId } = props;
  // As long as it is filled in, what can be chosen stays.
  const [writable] = useState(() => app.sources.filter((source) => source.writable));
  const source = record ? null : (writable[0]?.id ?? null);
  const [first] = useState(() => start({ record, source, customerId }));
  const id = first.draft.values.UserCustomerID ?? "";
  const ofRecord = record?.customer?.customerId === id ? record.customer : null;
  const isAsked = id !== "" && ofRecord === null;
  const asked = useQuery({ ...customerFind(id), enabled: isAsked });
  if (isAsked && asked.isPending) return <Waiting />;
  return (
    <FormFields
      {...props}
      sources={writable}
      first={first}
      customer={ofRecord ?? asked.data ?? null}
    />
  );
}
