import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { customerUserFind } from "../../api/customerUsers";
import type { CustomerUserView, FieldView } from "../../bridge/bindings";
import { fieldLabel } from "../../i18n/fieldLabel";
import { useFormat } from "../../i18n/format";
import { Avatar } from "../../kit/Avatar";
import { DetailOpening } from "../../kit/DetailOpening";
import {
  DetailBody,
  DetailField,
  DetailFoot,
  DetailHead,
  DetailPane,
  DetailSection,
} from "../../kit/DetailPane";
import { Link } from "../../kit/Link";
import { ValidityPill } from "../../kit/ValidityPill";
import { initialsOf } from "../../lib/initials";
import { CustomerUserActions } from "./DetailActions";
import type { CustomerUserWays } from "./ways";

type Props = { login: string; fields: readonly FieldView[]; ways: CustomerUserWays };

/** The customer user that is open beside the list. */
export function CustomerUserDetail({ login, fields, ways }: Props) {
  const { t } = useTranslation();
  const found = useQuery(customerUserFind(login));
  return (
    <DetailPane
      label={found.data?.displayName ?? login}
      onClose={() => ways.onPlace({ open: undefined })}
    >
      <DetailOpening
        asked={found}
        gone={{
          title: t("customerUsers.gone.title"),
          text: t("customerUsers.gone.text", { login }),
        }}
      >
        {(record) => <Record record={record} fields={fields} ways={ways} />}
      </DetailOpening>
    </DetailPane>
  );
}

type RecordProps = {
  record: CustomerUserView;
  fields: readonly FieldView[];
  ways: CustomerUserWays;
};

function Record({ record, fields, ways }: RecordProps) {
  const format = useFormat();
  const { t } = useTranslation();
  const { values, customer, changes } = record;
  const name = record.displayName || record.login;
  return (
    <>
      <DetailHead
        avatar={
          <Avatar
            size="large"
            initials={initialsOf(values.UserFirstname ?? "", values.UserLastname ?? "")}
            seed={record.login}
          />
        }
        title={name}
        line={
          <>
            {record.login}
            {" · "}
            <CustomerLink record={record} onCustomer={ways.onCustomer} />
          </>
        }
        pill={<ValidityPill validity={record.validity} />}
      />
      <CustomerUserActions record={record} fields={fields} ways={ways} />
      <DetailBody>
        <DetailSection>
          {fields.filter(isContact).map((field) => (
            <MappedField key={field.var} field={field} values={values} />
          ))}
        </DetailSection>
        <DetailSection title={t("customerUsers.detail.customer")}>
          {customer ? (
            <DetailField label={t("customerUsers.column.customer")}>
              <CustomerLink record={record} onCustomer={ways.onCustomer} />
            </DetailField>
          ) : null}
          <DetailField label={t("customerUsers.detail.customerId")}>
            {values.UserCustomerID || t("common.empty")}
          </DetailField>
          {customer && customer.validity !== "valid" ? (
            <DetailField label={t("customerUsers.detail.validity")}>
              <ValidityPill validity={customer.validity} />
            </DetailField>
          ) : null}
        </DetailSection>
        <DetailSection title={t("customerUsers.detail.access")}>
          <DetailField label={t("customerUsers.detail.password")}>
            {record.password === "set"
              ? t("customerUsers.detail.passwordSet")
              : t("customerUsers.detail.passwordNone")}
          </DetailField>
        </DetailSection>
      </DetailBody>
      <DetailFoot>
        {t("detail.changed", { date: format.date(changes.changed), by: changes.changedBy })}
      </DetailFoot>
    </>
  );
}

/** What the head, the customer or the access already say is not said again. */
const saidElsewhere = new Set(["UserTitle", "UserFirstname", "UserLastname"]);

function isContact(field: FieldView): boolean {
  const kinds = ["login", "password", "customer", "validity"];
  return !kinds.includes(field.kind) && !saidElsewhere.has(field.var);
}

function MappedField(props: { field: FieldView; values: CustomerUserView["values"] }) {
  const { t } = useTranslation();
  const value = props.values[props.field.var];
  if (!value) return null;
  return <DetailField label={fieldLabel(t, props.field)}>{value}</DetailField>;
}

function CustomerLink(props: {
  record: CustomerUserView;
  onCustomer: (customerId: string) => void;
}) {
  const { customer, values } = props.record;
  if (!customer) return <>{values.UserCustomerID}</>;
  return <Link onPress={() => props.onCustomer(customer.customerId)}>{customer.name}</Link>;
}
