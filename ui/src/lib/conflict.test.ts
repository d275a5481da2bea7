import { expect, test } from "vitest";
import { conflictRows, presetOf, settled } from "./conflict";

const field = (name: string, extra = {}) => ({
  var: name,
  kind: "text",
  readOnly: false,
  ...extra,
});
const fields = ["Phone", "Street", "Comment", "City", "Zip"].map((name) => field(name));

const versions = {
  was: { Phone: "1", Street: "Old", City: "Kiel", Zip: "1" },
  mine: { Phone: "2", Street: "New", City: "Kiel", Zip: "2" },
  theirs: { Phone: "3", Street: "Old", Comment: "Hello", City: "Kiel", Zip: "2" },
};

test("a field is in the view when the two values differ, and tells who changed it", () => {
  const rows = conflictRows(fields, versions);
  expect(rows.map((row) => [row.field.var, row.changedBy])).toEqual([
    ["Phone", "both"],
    ["Street", "mine"],
    ["Comment", "theirs"],
  ]);
});

test("what only one side changed goes without saying, what both changed does not", () => {
  expect(presetOf(conflictRows(fields, versions))).toEqual({ Street: "mine", Comment: "theirs" });
});

test("the chosen values are theirs with what is kept of mine", () => {
  const rows = conflictRows(fields, versions);
  const chosen = { ...presetOf(rows), Phone: "mine" } as const;
  expect(settled(versions, rows, chosen)).toEqual({
    Phone: "2",
    Street: "New",
    Comment: "Hello",
    City: "Kiel",
    Zip: "2",
  });
});

test("what is never written or never read cannot be chosen, and theirs stays", () => {
  const own = [field("Phone", { readOnly: true }), field("Street", { kind: "password" })];
  expect(conflictRows(own, versions)).toEqual([]);
  expect(settled(versions, [], {}).Phone).toBe("3");
});

test("what is typed in a field that the record's source does not have stays typed", () => {
  const mine = { ...versions.mine, Elsewhere: "typed" };
  expect(settled({ ...versions, mine }, [], {}).Elsewhere).toBe("typed");
});
