import { useQuery } from "@tanstack/react-query";
import { useRef } from "react";
import { useTranslation } from "react-i18next";
import { customerSuggest } from "../../api/customers";
import { customerNamed } from "../../api/forms";
import type { CustomerBrief, FieldView, Problem } from "../../bridge/bindings";
import { formLabel } from "../../i18n/fieldLabel";
import { ComboBox } from "../../kit/ComboBox";
import { FormFinding } from "../../kit/FormFinding";

type Props = {
  field: FieldView;
  /** The CustomerID, or what is typed as long as no customer was picked. */
  value: string;
  /** The customer that was picked last. */
  picked: CustomerBrief | null;
  problem: Problem | undefined;
  onType: (text: string) => void;
  onPick: (customer: CustomerBrief) => void;
  /** Leads to the form of a new customer of that name. */
  onAdd: (name: string) => void;
};

/** The customer that a customer user belongs to: found by ID or name, or added on the way. */
export function FormCustomer({ field, value, picked, problem, onType, onPick, onAdd }: Props) {
  const { t } = useTranslation();
  const customer = picked?.customerId === value ? picked : null;
  const found = useQuery(customerSuggest(customer ? "" : value)).data ?? [];
  const text = customer ? nameOf(customer) : value;
  // The list tells of a pick and of the new text in one go, before anything is drawn again.
  const last = useRef<CustomerBrief | null>(null);

  function pick(one: CustomerBrief) {
    last.current = one;
    onPick(one);
  }

  function take(typed: string) {
    const again = last.current ?? customer;
    if (again && typed === nameOf(again)) onPick(again);
    else if (typed !== text) onType(typed);
  }

  /** What was typed becomes the customer that it names, if it names one. */
  function leave() {
    const named = customer ? null : customerNamed(value, found);
    if (named) pick(named);
  }

  return (
    <ComboBox
      label={formLabel(t, field)}
      isRequired={field.required}
      isReadOnly={field.readOnly}
      hint={field.readOnly ? t("forms.hint.readOnly") : undefined}
      error={
        problem ? (
          <FormFinding
            problem={problem}
            value={value}
            hasLines={false}
            onPut={onType}
            onAddCustomer={() => onAdd(value)}
          />
        ) : null
      }
      text={text}
      onTextChange={take}
      suggestions={found.map((one) => ({
        id: one.customerId,
        name: nameOf(one),
        detail: t("forms.customer.users", { count: one.customerUsers, customerId: one.customerId }),
      }))}
      picked={customer ? customer.customerId : null}
      onPick={(id) => {
        const one = found.find((suggestion) => suggestion.customerId === id);
        if (one) pick(one);
      }}
      action={{
        label:
          customer || value.trim() === ""
            ? t("forms.customer.addNew")
            : t("forms.customer.addNamed", { name: value.trim() }),
        onTake: () => onAdd(customer ? "" : value.trim()),
      }}
      aside={customer && customer.name !== customer.customerId ? customer.customerId : undefined}
      onLeave={leave}
      listLabel={t("forms.customer.suggestions")}
    />
  );
}

/** A customer without a name goes by its ID. */
function nameOf(customer: CustomerBrief): string {
  return customer.name || customer.customerId;
}
