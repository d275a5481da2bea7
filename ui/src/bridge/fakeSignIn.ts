import type { SignInKeyKind, SignInKeyView, SignInModuleView, SignInRequest } from "./bindings";
import type { FakeCore, Only } from "./fake";

type Key = [key: string, kind?: SignInKeyKind, required?: boolean];

const directoryKeys: readonly Key[] = [
  ["Host", "text", true],
  ["BaseDN", "text", true],
  ["UID", "text", true],
  ["SearchUserDN"],
  ["GroupDN"],
  ["AccessAttr"],
  ["UserAttr"],
  ["UserSuffix"],
  ["AlwaysFilter"],
  ["Params", "table"],
  ["StartTLS"],
  ["Die", "flag"],
  ["TLSMode", "encryption"],
  ["CAFile"],
];

const databaseKeys: readonly Key[] = [
  ["Table", "text", true],
  ["CustomerKey", "text", true],
  ["CustomerPassword", "text", true],
  ["CryptType"],
  ["DSN"],
];

const shippedTable: Partial<Record<string, string>> = {
  Table: "customer_user",
  CustomerKey: "login",
  CustomerPassword: "pw",
};

/** The eleven places of modules, the first with the table that OTOBO ships. */
export function shippedSignIn(): SignInModuleView[] {
  return Array.from({ length: 11 }, (_, number) => {
    const view = (prefix: string, keys: readonly Key[]): SignInKeyView[] =>
      keys.map(([key, kind = "text", required = false]) => ({
        key,
        setting: `Customer::AuthModule::${prefix}::${key}${number || ""}`,
        kind,
        required,
        value: (number === 0 && shippedTable[key]) || "",
        read: null,
      }));
    return {
      number,
      kind: number === 0 ? ("database" as const) : ("none" as const),
      program: "",
      directory: view("LDAP", directoryKeys),
      database: view("DB", databaseKeys),
      secret: "missing" as const,
      findings: [],
    };
  });
}

/** The same with a directory behind the table. */
export function directorySignIn(): SignInModuleView[] {
  const values = { Host: "ldap.nordwind.test", BaseDN: "dc=nordwind,dc=test", UID: "uid" };
  return shippedSignIn().map((module) =>
    module.number === 1 ? { ...module, kind: "directory", ...withValues(module, values) } : module,
  );
}

function withValues(module: SignInModuleView, values: Partial<Record<string, string>>) {
  const put = (key: SignInKeyView) => ({ ...key, value: values[key.key] ?? key.value });
  return { directory: module.directory.map(put), database: module.database.map(put) };
}

/** The modules, and keeping one; the real rules are Rust's. */
export function signInCommands({ installations, read }: FakeCore) {
  return {
    signInRead: () => read(() => installations.current.signIn),
    signInSave: (request) =>
      read(() => {
        const here = installations.current;
        const module = here.signIn[request.number];
        if (!module) return { findings: [] };
        const findings = findingsOf(module, request);
        if (findings.length > 0) return { findings };
        const shipped = shippedSignIn()[request.number] ?? module;
        const values = Object.fromEntries(request.values.map(({ key, value }) => [key, value]));
        const kept =
          request.kind === "none" ? shipped : { ...module, ...withValues(module, values) };
        const secret = request.password ? ("keyring" as const) : module.secret;
        const saved: SignInModuleView = {
          ...kept,
          kind: request.kind,
          secret: request.kind === "directory" ? secret : "missing",
        };
        here.signIn = here.signIn.map((one) => (one.number === saved.number ? saved : one));
        return { findings: [] };
      }),
  } satisfies Only<"signInRead" | "signInSave">;
}

function findingsOf(module: SignInModuleView, request: SignInRequest) {
  if (request.kind === "none") return [];
  const typed = (key: string) => request.values.find((one) => one.key === key)?.value ?? "";
  const missing = module[request.kind].filter((one) => one.required && typed(one.key) === "");
  const findings = missing.map((one) => one.key);
  const needsPassword = request.kind === "directory" && typed("SearchUserDN") !== "";
  if (needsPassword && !request.password && module.secret === "missing") {
    findings.push("SearchUserPw");
  }
  return findings.map((key) => ({ key, problem: { kind: "required" as const } }));
}
