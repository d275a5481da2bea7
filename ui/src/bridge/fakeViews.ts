import type {
  CustomerBrief,
  CustomerRow,
  CustomerSuggestion,
  CustomerUserRow,
  CustomerUserView,
  CustomerView,
  Validity,
} from "./bindings";
import type { FakeDirectory } from "./fakeDirectory";
import type { FakeInstallation } from "./fakeInstallation";
import type { FakeRecord } from "./fakeRecords";
import { fullName } from "./fakeRules";
import type { Hit } from "./fakeSearch";

function validityOf(record: FakeRecord): Validity {
  const stored = record.values.ValidID;
  return stored === "invalid" || stored === "invalidTemporarily" ? stored : "valid";
}

function customerOf(directory: FakeDirectory, record: FakeRecord): FakeRecord | undefined {
  return directory.customers.get(record.values.UserCustomerID ?? "");
}

/** A customer user as it stands in a list. */
export function customerUserRow(
  of: FakeInstallation,
  hit: Hit,
  installation: string | null = null,
): CustomerUserRow {
  const { record, marks, tier } = hit;
  return {
    installation,
    login: record.key,
    source: of.sourceOf(record),
    validity: validityOf(record),
    customerName: customerOf(of.directory, record)?.values.CustomerCompanyName ?? null,
    values: record.values,
    marks,
    tier,
  };
}

/** A customer as it stands in a list. */
export function customerRow(of: FakeInstallation, { record, marks, tier }: Hit): CustomerRow {
  return {
    customerId: record.key,
    source: of.customerSourceOf(record),
    name: record.values.CustomerCompanyName ?? "",
    validity: validityOf(record),
    values: record.values,
    marks,
    tier,
  };
}

/** A customer in one line. */
function customerBrief(record: FakeRecord): CustomerBrief {
  return {
    customerId: record.key,
    name: record.values.CustomerCompanyName ?? "",
    validity: validityOf(record),
  };
}

/** A customer with the number of its customer users. */
export function customerSuggestion(
  directory: FakeDirectory,
  record: FakeRecord,
): CustomerSuggestion {
  return { ...customerBrief(record), customerUsers: directory.usersOf(record.key) };
}

/** A customer with all its values. */
export function customerView(of: FakeInstallation, record: FakeRecord): CustomerView {
  return {
    ...customerSuggestion(of.directory, record),
    source: of.customerSourceOf(record),
    values: record.values,
    copied: null,
    changes: record.changes,
  };
}

/** A customer user with all its values but the password. */
export function customerUserView(of: FakeInstallation, record: FakeRecord): CustomerUserView {
  const { directory } = of;
  const displayName = fullName(record.values);
  const customer = customerOf(directory, record);
  const source = of.sourceOf(record);
  const primary = record.values.UserCustomerID ?? "";
  const more = of.connection && record.key.length % 3 === 0 ? otherCustomers(of, primary) : [];
  return {
    login: record.key,
    source,
    displayName,
    mailString: `"${displayName}" <${record.values.UserEmail ?? ""}>`,
    validity: validityOf(record),
    values: record.values,
    customer: customer ? customerBrief(customer) : null,
    password: of.forms.some((form) => form.id === source && form.backEnd === "directory")
      ? "untold"
      : record.password,
    copied: null,
    changes: source === "CustomerUser1" ? null : record.changes,
    hasPreferences: of.hasPreferences,
    customerIds: [primary, ...more],
  };
}

/** Two more customers that grant access. */
function otherCustomers({ directory }: FakeInstallation, primary: string): string[] {
  return [...directory.customers.keys()].filter((id) => id !== primary).slice(0, 2);
}
