import type { ConnectionView, ErrorCode } from "../../bridge/bindings";

/*
 * What the database's administrator can run against a failed step. It is only shown, for copying;
 * what was typed is quoted as the engine wants it, since names may hold anything.
 */

const myText = (text: string) => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
const myName = (name: string) => `\`${name.replaceAll("`", "``")}\``;
const pgName = (name: string) =>
  /^[a-z_][a-z0-9_]*$/.test(name) ? name : `"${name.replaceAll('"', '""')}"`;

type Part = (connection: ConnectionView, table: string | undefined) => string;

const myUser = ({ user }: ConnectionView) => `${myText(user)}@'%'`;

const mysql: Partial<Record<ErrorCode, Part>> = {
  refusedLogin: (to) => `${mysqlUser(to)}\n${mysqlGrant(to)}`,
  hostNotAllowed: (to) => `${mysqlUser(to)}\n${mysqlGrant(to)}`,
  tooManyConnections: () => "SET GLOBAL max_connections = 300;",
  databaseUnknown: () => "SHOW DATABASES;",
  // No GRANT: with a name that is misspelt it would make a right to nothing
  databaseHidden: () => "SHOW DATABASES;",
  grantMissing: (to) => mysqlGrant(to),
  writeGrantMissing: (to) => mysqlGrant(to, "SELECT, INSERT, UPDATE, DELETE"),
  tableMissing: ({ database }) => `SHOW TABLES FROM ${myName(database)};`,
  columnMissing: ({ database }, table) =>
    `SHOW COLUMNS FROM ${myName(database)}.${myName(table ?? "customer_user")};`,
  tlsUnavailable: () =>
    "[mariadbd]\nssl_cert = /etc/mysql/server-cert.pem\nssl_key = /etc/mysql/server-key.pem",
  charsetTrouble: ({ database }) => `ALTER DATABASE ${myName(database)} CHARACTER SET utf8mb4;`,
};

function mysqlUser(to: ConnectionView): string {
  const tls = to.tlsMode === "disable" ? "" : " REQUIRE SSL";
  return `CREATE USER ${myUser(to)} IDENTIFIED BY '…'${tls};`;
}

function mysqlGrant(to: ConnectionView, rights = "SELECT"): string {
  return `GRANT ${rights} ON ${myName(to.database)}.* TO ${myUser(to)};`;
}

const postgresql: Partial<Record<ErrorCode, Part>> = {
  refusedLogin: (to) => `CREATE ROLE ${pgName(to.user)} LOGIN PASSWORD '…';\n${pgGrant(to)}`,
  hostNotAllowed: (to) =>
    `# pg_hba.conf\n${to.tlsMode === "disable" ? "host" : "hostssl"} ${pgName(to.database)} ${pgName(to.user)} …/32 scram-sha-256`,
  tooManyConnections: () => "ALTER SYSTEM SET max_connections = 200;",
  databaseUnknown: () => "SELECT datname FROM pg_database;",
  databaseHidden: (to) => pgGrant(to),
  grantMissing: (to) => pgGrant(to),
  writeGrantMissing: (to) => pgWriteGrant(to),
  tableMissing: () => "SELECT schemaname, tablename FROM pg_tables;",
  columnMissing: (_, table) =>
    `SELECT column_name FROM information_schema.columns WHERE table_name = '${(table ?? "customer_user").replaceAll("'", "''")}';`,
  tlsUnavailable: () => "ALTER SYSTEM SET ssl = on;",
};

function pgGrant({ database, user }: ConnectionView): string {
  const to = pgName(user);
  return [
    `GRANT CONNECT ON DATABASE ${pgName(database)} TO ${to};`,
    `GRANT USAGE ON SCHEMA public TO ${to};`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA public TO ${to};`,
  ].join("\n");
}

/** Numbers of new rows come from sequences, which have rights of their own. */
function pgWriteGrant({ user }: ConnectionView): string {
  const to = pgName(user);
  return [
    `GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO ${to};`,
    `GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO ${to};`,
  ].join("\n");
}

/** The statement that helps against an error, made from what was typed; `null` where none does. */
export function statementAgainst(
  code: ErrorCode,
  connection: ConnectionView,
  table?: string,
): string | null {
  const parts = connection.engine === "mysql" ? mysql : postgresql;
  return parts[code]?.(connection, table) ?? null;
}
