import { expect, test } from "vitest";
import type { ConnectionView } from "../../bridge/bindings";
import { isLoopback } from "./connectDraft";
import { statementAgainst } from "./statements";

const to: ConnectionView = {
  engine: "mysql",
  hosts: "db.example",
  port: 3306,
  database: "otobo",
  user: "deskbook",
  tlsMode: "verifyFull",
  caFile: "",
  certificateFile: "",
  keyFile: "",
};

test("names are quoted as each engine wants them, whatever they hold", () => {
  const odd = { ...to, user: "o'brien\\", database: "a`b" };
  expect(statementAgainst("grantMissing", odd)).toBe(
    "GRANT SELECT ON `a``b`.* TO 'o\\'brien\\\\'@'%';",
  );
  const oddPg = { ...odd, engine: "postgresql", user: 'o"b', database: "Otobo" } as const;
  expect(statementAgainst("grantMissing", oddPg)).toContain(
    'GRANT CONNECT ON DATABASE "Otobo" TO "o""b";',
  );
});

test("a user who has to come encrypted is made so", () => {
  expect(statementAgainst("refusedLogin", to)).toContain("REQUIRE SSL");
  expect(statementAgainst("refusedLogin", { ...to, tlsMode: "disable" })).not.toContain("REQUIRE");
});

test("a database that may be misspelt gets no rights", () => {
  expect(statementAgainst("databaseHidden", to)).toBe("SHOW DATABASES;");
});

test("whoever writes may read too, and take numbers for new rows", () => {
  expect(statementAgainst("writeGrantMissing", to)).toBe(
    "GRANT SELECT, INSERT, UPDATE, DELETE ON `otobo`.* TO 'deskbook'@'%';",
  );
  const toPg = { ...to, engine: "postgresql" } as const;
  expect(statementAgainst("writeGrantMissing", toPg)).toContain(
    "ON ALL SEQUENCES IN SCHEMA public",
  );
});

test("there is none where the administrator cannot help", () => {
  expect(statementAgainst("hostUnknown", to)).toBeNull();
});

test.each([
  ["localhost", true],
  ["127.0.0.1:3307, [::1]", true],
  ["LOCALHOST", true],
  ["db.example", false],
  ["localhost, db.example", false],
  ["localhost.example", false],
  ["", false],
])("%s is this computer itself: %s", (hosts, expected) => {
  expect(isLoopback(hosts)).toBe(expected);
});
