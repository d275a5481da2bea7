import type {
  CommandError,
  ConnectionTestView,
  ConnectionView,
  ErrorCode,
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
  nodatabase: ["database", "databaseUnknown", "Unknown database 'otobo', error 1049"],
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

/** What the steps find where nothing is wrong. */
function found(step: TestStep, { engine, hosts, database, tlsMode }: ConnectionView): string {
  const server = serverOf(engine);
  switch (step) {
    case "name":
      return `${hosts.split(",")[0]?.trim() ?? ""} is 10.20.0.5`;
    case "tls":
      return tlsMode === "disable" ? "not encrypted" : "TLSv1.3, Nordwind CA, 212 days left";
    case "login":
      return server;
    case "database":
      return `${database}, utf8mb4`;
    case "tables":
      return "customer_user, customer_company and 11 more";
    case "settings":
      return "1 204 settings";
  }
}

const serverOf = (engine: ConnectionView["engine"]) =>
  engine === "mysql" ? "MariaDB 10.11.19" : "PostgreSQL 15.18";

/** Tries a connection as the core would, step by step until one fails. */
export function tryConnection(connection: ConnectionView): ConnectionTestView {
  const host = connection.hosts.split(",")[0]?.trim().split(":")[0] ?? "";
  const failure = host.endsWith(".test") ? failures[host.split(".")[0] ?? ""] : undefined;
  const failsAt = failure ? steps.indexOf(failure[0]) : steps.length;
  const views = steps.map((step, index): TestStepView => {
    if (failure && index === failsAt) {
      const error = errorOf(failure[1], failure[2], connection, host);
      return { step, state: "failed", words: failure[2], millis: 6 + index, error };
    }
    if (index > failsAt) return { step, state: "notTried", words: "", millis: 0, error: null };
    const words = found(step, connection);
    return { step, state: "passed", words, millis: 3 + index * 4, error: null };
  });
  if (failure) return { steps: views, passed: false, system: null };
  return {
    steps: views,
    passed: true,
    system: {
      product: "otobo",
      version: "11.0 or newer",
      server: serverOf(connection.engine),
      groupTable: "groups_table",
      customerUsers: 1_048_211,
      customers: 4120,
      readsOnly: host === "replica.test",
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
