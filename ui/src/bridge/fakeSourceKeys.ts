import type { SourceGroup, SourceKeyKind, SourceKeyView, SourceKind } from "./bindings";

type Key = [key: string, group: SourceGroup, kind: SourceKeyKind, byDefault: string, value: string];

const required = new Set([
  "Params.Table",
  "CustomerKey",
  "CustomerID",
  "CustomerCompanyKey",
  "Params.Host",
  "Params.BaseDN",
  "Params.SSCOPE",
]);

/** The keys that are chosen from a few values. */
const choices: Partial<Record<string, string[]>> = {
  "Params.SSCOPE": ["sub", "one", "base"],
  "Deskbook.Bind": ["", "anonymous", "external"],
};

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

/** The keys of a source in a directory, with what a new one begins with. */
const ofDirectories: readonly Key[] = [
  ["Name", "general", "text", "No Name", "Directory"],
  [
    "Module",
    "general",
    "text",
    "Kernel::System::CustomerUser::LDAP",
    "Kernel::System::CustomerUser::LDAP",
  ],
  ["CacheTTL", "general", "number", "0", ""],
  ["Params.Host", "directory", "list", "", ""],
  ["Deskbook.TLSMode", "directory", "encryption", "", ""],
  ["Deskbook.Bind", "directory", "text", "", ""],
  ["Params.UserDN", "directory", "text", "", ""],
  ["Params.UserPw", "directory", "secret", "", ""],
  ["Params.BaseDN", "directory", "text", "", ""],
  ["Params.SSCOPE", "directory", "text", "", "sub"],
  ["Params.AlwaysFilter", "directory", "text", "", "(objectClass=inetOrgPerson)"],
  ["CustomerUserValidFilter", "directory", "text", "", ""],
  ["Params.GroupDN", "directory", "text", "", ""],
  ["TranslateManagerTo", "directory", "text", "", ""],
  ["Params.SourceCharset", "directory", "text", "utf-8", "utf-8"],
  ["Params.Params.timeout", "directory", "number", "", ""],
  ["Params.Die", "directory", "flag", "0", ""],
  ["Deskbook.CAFile", "directory", "text", "", ""],
  ["Deskbook.CertificateFile", "directory", "text", "", ""],
  ["Deskbook.KeyFile", "directory", "text", "", ""],
  ["CustomerKey", "storage", "text", "", "uid"],
  ["CustomerID", "storage", "text", "", "mail"],
  ["CustomerUserSearchFields", "search", "columns", "", "givenName, sn, mail"],
  ["CustomerUserSearchPrefix", "search", "text", "", ""],
  ["CustomerUserSearchSuffix", "search", "text", "*", "*"],
  ["CustomerUserSearchListLimit", "search", "number", "200", "250"],
  ["CustomerUserPostMasterSearchFields", "search", "columns", "", "mail"],
  ["CustomerUserListFields", "display", "columns", "", "givenName, sn, mail"],
  ["CustomerUserNameFields", "display", "columns", "", "givenName, sn"],
  ["CustomerUserNameFieldsJoin", "display", "text", " ", ""],
  ["AdminSetPreferences", "display", "flag", "1", ""],
  ["CustomerCompanySupport", "display", "flag", "0", ""],
  ["CustomerUserExcludePrimaryCustomerID", "display", "flag", "0", ""],
];

/** The keys of a form over a table. */
export function shippedKeys(kind: SourceKind, name: string): SourceKeyView[] {
  return viewsOf(kind === "customerUsers" ? ofCustomerUsers : ofCustomers, { Name: name });
}

/** The keys of a form over a directory whose usernames are in this attribute. */
export function directoryKeys(login: string): SourceKeyView[] {
  return viewsOf(ofDirectories, { CustomerKey: login });
}

function viewsOf(keys: readonly Key[], values: Partial<Record<string, string>>): SourceKeyView[] {
  return keys.map(([key, group, kind, byDefault, value]) => ({
    key,
    group,
    kind,
    value: values[key] ?? value,
    byDefault,
    required: required.has(key),
    choices: choices[key] ?? [],
  }));
}
