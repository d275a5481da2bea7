import { useTranslation } from "react-i18next";
import type { AppView, CustomerUserView, FieldView } from "../../bridge/bindings";
import { fieldLabel } from "../../i18n/fieldLabel";
import { DetailField, DetailSection } from "../../kit/DetailPane";
import { Link } from "../../kit/Link";
import { ValidityPill } from "../../kit/ValidityPill";
import styles from "./DetailFields.module.css";
import type { CustomerUserWays } from "./ways";

type Props = { record: CustomerUserView; app: AppView; ways: CustomerUserWays };

/** What is known of a customer user: their own fields, their customers, how they get in. */
export function DetailFields({ record, app, ways }: Props) {
  const { t } = useTranslation();
  const { values, customer } = record;
  // The record's own source may have a map of its own; the window's fields are the union of all.
  const source = app.sources.find((one) => one.id === record.source);
  const fields = source?.fields ?? app.customerUserFields;
  return (
    <>
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
          {t(`customerUsers.detail.passwords.${record.copied ? "copied" : record.password}`)}
        </DetailField>
        {record.customerIds.length > 1 ? (
          <DetailField label={t("customerUsers.detail.customers")}>
            <ul className={styles.customers}>
              {record.customerIds.map((id) => (
                <li key={id}>
                  <Link onPress={() => ways.onCustomer(id)}>{id}</Link>
                </li>
              ))}
            </ul>
          </DetailField>
        ) : null}
        {app.sources.length > 1 ? (
          <DetailField label={t("customerUsers.detail.source")}>
            {source?.name || record.source}
          </DetailField>
        ) : null}
      </DetailSection>
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

/** The customer by name, leading there; only the ID where there is no such customer. */
export function CustomerLink(props: {
  record: CustomerUserView;
  onCustomer: (customerId: string) => void;
}) {
  const { customer, values } = props.record;
  if (!customer) return <>{values.UserCustomerID}</>;
  return <Link onPress={() => props.onCustomer(customer.customerId)}>{customer.name}</Link>;
}
