import type { SourceGroup, SourceKeyKind, SourceKeyView, SourceKind } from "./bindings";

type Key = [key: string, group: SourceGroup, kind: SourceKeyKind, byDefault: string, value: string];

const required = new Set(["Params.Table", "CustomerKey", "CustomerID", "CustomerCompanyKey"]);

/** The keys of a source of customer users, with the shipped values. */
const ofCustomerUsers: readonly Key[] = [
  ["Name", "general", "text", "No Name", "Database"],
  ["Module", "general", "text", "Kernel::System::CustomerUser::DB", ""],
  ["ReadOnly", "general", "flag", "0", ""],
  ["CacheTTL", "general", "number", "0", "86400"],
  ["Params.Table", "storage", "text", "", "customer_user"],
  ["CustomerKey", "storage", "text", "", "login"],
  ["CustomerID", "storage", "text", "", "customer_id"],
  ["CustomerValid", "storage", "text", "", "valid_id"],
  ["Params.ForeignDB", "storage", "flag", "0", ""],
  [
    "CustomerUserSearchFields",
    "search",
    "columns",
    "",
    "login, first_name, last_name, customer_id",
  ],
  ["CustomerUserSearchPrefix", "search", "text", "", "*"],
  ["CustomerUserSearchSuffix", "search", "text", "*", "*"],
  ["CustomerUserSearchListLimit", "search", "number", "250", "250"],
  ["CustomerUserPostMasterSearchFields", "search", "columns", "", "email"],
  ["Params.SearchCaseSensitive", "search", "flag", "0", "0"],
  ["Params.CaseSensitive", "search", "flag", "0", ""],
  ["CustomerUserListFields", "display", "columns", "first_name, last_name, email", ""],
  [
    "CustomerUserNameFields",
    "display",
    "columns",
    "first_name, last_name",
    "title, first_name, last_name",
  ],
  ["CustomerUserNameFieldsJoin", "display", "text", " ", ""],
  ["AdminSetPreferences", "display", "flag", "1", ""],
  ["CustomerCompanySupport", "writing", "flag", "0", "1"],
  ["CustomerUserEmailUniqCheck", "writing", "flag", "0", "1"],
  ["CustomerUserExcludePrimaryCustomerID", "writing", "flag", "0", ""],
  ["AutoLoginCreation", "writing", "flag", "0", ""],
  ["AutoLoginCreationPrefix", "writing", "text", "auto", ""],
  ["Params.DSN", "connection", "text", "", ""],
  ["Params.User", "connection", "text", "", ""],
  ["Params.Password", "connection", "secret", "", ""],
  ["Params.Type", "connection", "text", "", ""],
  ["Params.Connect", "connection", "text", "", ""],
  ["Deskbook.TLSMode", "connection", "encryption", "", ""],
  ["Deskbook.CAFile", "connection", "text", "", ""],
  ["Deskbook.CertificateFile", "connection", "text", "", ""],
  ["Deskbook.KeyFile", "connection", "text", "", ""],
  ["Params.Host", "directory", "list", "", ""],
  ["Params.BaseDN", "directory", "text", "", ""],
  ["Params.SSCOPE", "directory", "text", "", ""],
  ["Params.UserDN", "directory", "text", "", ""],
  ["Params.GroupDN", "directory", "text", "", ""],
  ["Params.AlwaysFilter", "directory", "text", "", ""],
  ["CustomerUserValidFilter", "directory", "text", "", ""],
  ["Params.SourceCharset", "directory", "text", "utf-8", ""],
  ["Params.Die", "directory", "flag", "0", ""],
  ["TranslateManagerTo", "directory", "text", "", ""],
];

const ofCustomers: readonly Key[] = [
  ["Name", "general", "text", "No Name", "Database"],
  ["Module", "general", "text", "Kernel::System::CustomerCompany::DB", ""],
  ["ReadOnly", "general", "flag", "0", ""],
  ["CacheTTL", "general", "number", "0", "86400"],
  ["Params.Table", "storage", "text", "", "customer_company"],
  ["CustomerCompanyKey", "storage", "text", "", "customer_id"],
  ["CustomerCompanyValid", "storage", "text", "", "valid_id"],
  ["Params.ForeignDB", "storage", "flag", "0", ""],
  ["CustomerCompanySearchFields", "search", "columns", "", "customer_id, name"],
  ["CustomerCompanySearchPrefix", "search", "text", "", "*"],
  ["CustomerCompanySearchSuffix", "search", "text", "*", "*"],
  ["CustomerCompanySearchListLimit", "search", "number", "50000", "250"],
  ["Params.SearchCaseSensitive", "search", "flag", "0", ""],
  ["Params.CaseSensitive", "search", "flag", "0", ""],
  ["CustomerCompanyListFields", "display", "columns", "customer_id, name", ""],
  ["Params.DSN", "connection", "text", "", ""],
  ["Params.User", "connection", "text", "", ""],
  ["Params.Password", "connection", "secret", "", ""],
  ["Params.Type", "connection", "text", "", ""],
  ["Params.Connect", "connection", "text", "", ""],
  ["Deskbook.TLSMode", "connection", "encryption", "", ""],
  ["Deskbook.CAFile", "connection", "text", "", ""],
  ["Deskbook.CertificateFile", "connection", "text", "", ""],
  ["Deskbook.KeyFile", "connection", "text", "", ""],
];

/** The keys of a form; directory keys belong to directories only. */
export function shippedKeys(kind: SourceKind, name: string): SourceKeyView[] {
  const keys = kind === "customerUsers" ? ofCustomerUsers : ofCustomers;
  return keys.map(([key, group, keyKind, byDefault, value]) => ({
    key,
    group,
    kind: keyKind,
    value: key === "Name" ? name : value,
    byDefault,
    required: required.has(key),
  }));
}
