import type {
  CommandError,
  ConnectionTestView,
  ConnectionView,
  Encryption,
  ErrorCode,
  TestFound,
  TestStep,
  TestStepView,
} from "./bindings";
import { fakeError } from "./fakeOptions";

const steps: readonly TestStep[] = ["name", "tls", "login", "database", "tables", "settings"];

/** How a connection fails, by the first label of its host: `refused.test` refuses the login. */
const failures: Partial<Record<string, [step: TestStep, code: ErrorCode, words: string]>> = {
  unknown: ["name", "hostUnknown", "Name or service not known"],
  unreachable: ["name", "hostUnreachable", "Connection refused (os error 111)"],
  silent: ["name", "serverSilent", "no answer within 10 s"],
  notls: ["tls", "tlsUnavailable", "server does not support TLS"],
  wrongname: ["tls", "certificateName", "invalid peer certificate: NotValidForName"],
  expired: ["tls", "certificateExpired", "invalid peer certificate: Expired"],
  untrusted: ["tls", "certificateUntrusted", "invalid peer certificate: UnknownIssuer"],
  selfsigned: ["tls", "certificateSelfSigned", "invalid peer certificate: CaUsedAsEndEntity"],
  refused: [
    "login",
    "refusedLogin",
    "Access denied for user 'deskbook'@'10.20.4.7' (using password: YES), error 1045",
  ],
  notallowed: ["login", "hostNotAllowed", "Host '10.20.4.7' is not allowed to connect, error 1130"],
  busy: ["login", "tooManyConnections", "Too many connections, error 1040"],
  nodatabase: ["database", "databaseUnknown", "Unknown database 'otobo'"],
  hidden: ["database", "databaseHidden", "Access denied for user to database 'otobo'"],
  notable: ["tables", "tableMissing", "Table 'otobo.customer_user' doesn't exist, error 1146"],
  nogrant: [
    "tables",
    "grantMissing",
    "SELECT command denied to user 'deskbook'@'10.20.4.7' for table 'customer_user', error 1142",
  ],
  nosettings: [
    "settings",
    "grantMissing",
    "SELECT command denied to user 'deskbook'@'10.20.4.7' for table 'sysconfig_default', error 1142",
  ],
};

const certificate: Encryption = {
  kind: "seen",
  protocol: "TLSv1.3",
  subject: "otobo-db.nord.example",
  issuer: "Nordwind CA",
  days: 212,
};

/** What the steps find where nothing is wrong. */
function found(step: TestStep, host: string, to: ConnectionView): TestFound {
  switch (step) {
    case "name":
      return { kind: "address", host: `${host}:${to.port}`, address: "10.20.0.5" };
    case "tls":
      return {
        kind: "encryption",
        encryption: to.tlsMode === "disable" ? { kind: "none" } : certificate,
      };
    case "login":
      return { kind: "server", server: serverOf(to.engine) };
    case "database":
      return { kind: "database", database: to.database };
    case "tables":
      return {
        kind: "tables",
        tables: [
          { table: "customer_user", rows: 1_048_211 },
          { table: "customer_company", rows: 4120 },
        ],
      };
    case "settings":
      return host === "shipped.test"
        ? { kind: "noTable", table: "sysconfig_default" }
        : { kind: "tables", tables: [{ table: "sysconfig_default", rows: 1204 }] };
  }
}

const serverOf = (engine: ConnectionView["engine"]) =>
  engine === "mysql" ? "MariaDB 10.11.19" : "PostgreSQL 15.18";

const nothing: TestFound = { kind: "nothing" };

function failureOf(host: string) {
  return host.endsWith(".test") ? failures[host.split(".")[0] ?? ""] : undefined;
}

/** Tries a connection as the core would, step by step until one fails. */
export function tryConnection(connection: ConnectionView): ConnectionTestView {
  const hosts = connection.hosts.split(",").map((one) => one.trim().split(":")[0] ?? "");
  const host = hosts.find((one) => !failureOf(one)) ?? hosts[0] ?? "";
  const failure = failureOf(host);
  const passedOver = hosts
    .filter((one) => one !== host)
    .map((one) => [one, failureOf(one)] as const)
    .flatMap(([one, why]) => (why ? [errorOf(why[1], why[2], connection, one)] : []));
  const failsAt = failure ? steps.indexOf(failure[0]) : steps.length;
  const views = steps.map((step, index): TestStepView => {
    if (failure && index === failsAt) {
      const error = errorOf(failure[1], failure[2], connection, host);
      return { step, state: "failed", found: nothing, millis: 6 + index, error };
    }
    if (index > failsAt) return { step, state: "notTried", found: nothing, millis: 0, error: null };
    const what = found(step, host, connection);
    return { step, state: "passed", found: what, millis: 3 + index * 4, error: null };
  });
  if (failure) return { steps: views, passed: false, system: null, passedOver };
  return {
    steps: views,
    passed: true,
    passedOver,
    system: {
      product: "otobo",
      version: "11.0",
      orNewer: true,
      server: serverOf(connection.engine),
      groupTable: "groups_table",
      customerUsers: 1_048_211,
      customers: 4120,
      readsOnly: host === "replica.test",
      onlyRead: host === "reader.test" ? ["customer_user", "customer_company"] : [],
    },
  };
}

function errorOf(
  code: ErrorCode,
  server: string,
  { port, user, database }: ConnectionView,
  host: string,
): CommandError {
  const table =
    code === "tableMissing" || code === "grantMissing" ? { table: "customer_user" } : {};
  return fakeError(code, { host, port: String(port), user, database, server, ...table });
}
