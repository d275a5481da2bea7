import { describe, expect, test } from "vitest";
import type { SourceFindingView, SourceForm } from "../../bridge/bindings";
import { shippedSource } from "../../bridge/fakeSources";
import { provenDatabase, secretStanding } from "./sourceSecret";

function form(values: Record<string, string>): SourceForm {
  const shipped = shippedSource("customerUsers", 1, "CRM");
  const keys = shipped.keys.map((one) => ({ ...one, value: values[one.key] ?? one.value }));
  return { ...shipped, keys };
}

const own = { "Params.DSN": "DBI:mysql:database=crm;host=crm", "Params.User": "reader" };
const database = { dsn: own["Params.DSN"], user: "reader" };
const needed: SourceFindingView = {
  key: "Params.Password",
  row: null,
  column: null,
  problem: { kind: "required" },
};
const other: SourceFindingView = { ...needed, key: "CustomerKey" };

describe("a password", () => {
  test.each([
    ["nothing is wrong", own, [], database],
    ["it is needed", own, [needed], null],
    ["something else is wrong, which hides whether it is needed", own, [other], null],
    ["one is typed", { ...own, "Params.Password": "x" }, [], null],
    ["there is no database of its own", {}, [], null],
  ])("is proven to be kept or not where %s", (_, values, findings, proven) => {
    expect(provenDatabase(form(values), findings)).toEqual(proven);
  });

  test.each([
    ["kept", own, [], database, "kept"],
    ["kept while another key is wrong", own, [other], database, "kept"],
    ["void for another database", { ...own, "Params.DSN": "x" }, [needed], database, "void"],
    ["unknown for another database", { ...own, "Params.DSN": "x" }, [other], database, "none"],
    ["none where none was ever", own, [needed], null, "none"],
    ["none without a database", {}, [], database, "none"],
  ])("is %s", (_, values, findings, proven, kind) => {
    expect(secretStanding(form(values), findings, proven).kind).toBe(kind);
  });
});
