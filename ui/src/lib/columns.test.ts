import { expect, test } from "vitest";
import { chosenColumns, fittingColumns, movedColumn } from "./columns";

const name = { id: "name", minWidth: 200, priority: 9 };
const email = { id: "email", minWidth: 200, priority: 1 };
const login = { id: "login", minWidth: 100, priority: 2 };
const columns = [name, email, login];

test("the column of the least priority falls away first, the order stays", () => {
  expect(fittingColumns(columns, 500)).toEqual([name, email, login]);
  expect(fittingColumns(columns, 400)).toEqual([name, login]);
  expect(fittingColumns(columns, 250)).toEqual([name]);
});

test("the first column stays even where there is no room for it", () => {
  expect(fittingColumns(columns, 10)).toEqual([name]);
});

test("a chosen column that the map no longer has is left out", () => {
  expect(chosenColumns(columns, ["login", "gone", "name"])).toEqual([login, name]);
});

test("a column moves by a step, but not past the ends", () => {
  expect(movedColumn(["a", "b", "c"], "c", -1)).toEqual(["a", "c", "b"]);
  expect(movedColumn(["a", "b"], "b", 1)).toEqual(["a", "b"]);
});
