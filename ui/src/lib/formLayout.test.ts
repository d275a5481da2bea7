import { expect, test } from "vitest";
import { formRows } from "./formLayout";

const fields = (...names: string[]) => names.map((name) => ({ var: name }));
const laidOut = (...names: string[]) =>
  formRows(fields(...names)).map((row) => row.map((cell) => `${cell.field.var} ${cell.columns}`));

test("known fields stand where people expect them, whatever order the map has", () => {
  expect(laidOut("UserComment", "UserLastname", "UserEmail", "UserLogin", "ValidID")).toEqual([
    ["UserLastname 5"],
    ["UserLogin 6", "UserEmail 6"],
    ["ValidID 4", "UserComment 8"],
  ]);
});

test("unknown fields follow in the map's order, two in a row", () => {
  expect(laidOut("UserRoom", "UserLogin", "UserFoo", "UserBar")).toEqual([
    ["UserLogin 6"],
    ["UserRoom 6", "UserFoo 6"],
    ["UserBar 6"],
  ]);
});
