import { expect, test } from "vitest";
import { shortNames } from "./shortNames";

test("short names stand whole", () => {
  expect(shortNames(["Database Backend", "CRM"])).toEqual(["Database Backend", "CRM"]);
});

test("long names keep the ends that tell them apart", () => {
  expect(shortNames(["Außenstelle Nordrhein 1", "Außenstelle Nordrhein 2"])).toEqual([
    "Außenstel…drhein 1",
    "Außenstel…drhein 2",
  ]);
});

test("equal names are told apart by a number", () => {
  expect(shortNames(["Database", "CRM", "Database"])).toEqual([
    "Database (1)",
    "CRM",
    "Database (2)",
  ]);
});
