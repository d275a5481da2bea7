import type { FieldView } from "./bindings";

type Extra = Partial<Pick<FieldView, "kind" | "required" | "maxLength" | "shown">>;

function field(name: string, label: string, extra: Extra = {}): FieldView {
  return {
    var: name,
    label,
    kind: "text",
    required: false,
    readOnly: false,
    maxLength: 200,
    choices: [],
    shown: "always",
    ...extra,
  };
}

/** OTOBO's shipped map of a customer user. */
export const customerUserFields: FieldView[] = [
  field("UserTitle", "Title or salutation", { maxLength: 50 }),
  field("UserFirstname", "Firstname", { required: true, maxLength: 100 }),
  field("UserLastname", "Lastname", { required: true, maxLength: 100 }),
  field("UserLogin", "Username", { kind: "login", required: true }),
  field("UserPassword", "Password", { kind: "password", maxLength: 128, shown: "never" }),
  field("UserEmail", "Email", { kind: "email", required: true, maxLength: 150 }),
  field("UserCustomerID", "CustomerID", { kind: "customer", required: true, maxLength: 150 }),
  field("UserPhone", "Phone", { maxLength: 150 }),
  field("UserFax", "Fax", { maxLength: 150 }),
  field("UserMobile", "Mobile", { maxLength: 150 }),
  field("UserStreet", "Street", { maxLength: 150 }),
  field("UserZip", "Zip"),
  field("UserCity", "City"),
  field("UserCountry", "Country"),
  field("UserComment", "Comment", { maxLength: 250 }),
  field("ValidID", "Valid", { kind: "validity", required: true, maxLength: null, shown: "never" }),
];

/** OTOBO's shipped map of a customer. */
export const customerFields: FieldView[] = [
  field("CustomerID", "CustomerID", { kind: "customerId", required: true, maxLength: 150 }),
  field("CustomerCompanyName", "Customer", { required: true }),
  field("CustomerCompanyStreet", "Street"),
  field("CustomerCompanyZIP", "Zip"),
  field("CustomerCompanyCity", "City"),
  field("CustomerCompanyCountry", "Country"),
  field("CustomerCompanyURL", "URL"),
  field("CustomerCompanyComment", "Comment", { maxLength: 250 }),
  field("ValidID", "Valid", { kind: "validity", required: true, maxLength: null, shown: "never" }),
];

export const customerUserSearchFields = [
  "UserLogin",
  "UserFirstname",
  "UserLastname",
  "UserCustomerID",
];

export const customerSearchFields = ["CustomerID", "CustomerCompanyName"];
