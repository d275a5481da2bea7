import { expect, test } from "vitest";
import { renamedIn, showing } from "./listShowing";

test("a search from before gives way to one that finds the record", () => {
  const saved = { key: "auto-1", isValid: true };
  expect(showing({ q: "müller", sort: "UserLogin" }, saved)).toEqual({
    q: "auto-1",
    sort: "UserLogin",
  });
  expect(showing({ q: "müller", invalid: false }, saved)).toEqual({ q: "auto-1", invalid: false });
});

test("a list of everybody stays one", () => {
  expect(showing({}, { key: "auto-1", isValid: true })).toEqual({});
});

test("a record that is not valid is listed, too", () => {
  expect(showing({ invalid: false }, { key: "auto-1", isValid: false })).toEqual({ invalid: true });
});

test("a list follows a record to its other key, and leaves other records and searches alone", () => {
  expect(renamedIn({ q: "new", open: "new" }, "new", "old")).toEqual({ q: "old", open: "old" });
  expect(renamedIn({ q: "n", open: "other" }, "new", "old")).toEqual({ q: "n", open: "other" });
});
