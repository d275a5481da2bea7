import { expect, test } from "vitest";
import { readListSearchParams, toListPlace, toListSearchParams } from "./listPlace";

test("a place survives its way through the address", () => {
  const place = {
    q: "müller",
    invalid: true,
    otobo: true,
    everywhere: true,
    sort: { column: "UserLogin", descending: true },
    off: ["CustomerUser1", "CustomerUser3"],
    open: "j.müller",
    act: "testLogin" as const,
  };
  expect(toListPlace(readListSearchParams(toListSearchParams(place)))).toEqual(place);
});

test("what is as usual does not stand in the address", () => {
  const place = {
    q: "",
    invalid: undefined,
    otobo: undefined,
    everywhere: undefined,
    sort: undefined,
    off: [],
    open: undefined,
    act: undefined,
  };
  expect(toListSearchParams(place)).toEqual({});
});

test("a number that was typed is a term", () => {
  expect(readListSearchParams({ q: 4711, open: 12 })).toEqual({ q: "4711", open: "12" });
});

test("what does not belong into an address is left out", () => {
  expect(readListSearchParams({ q: { a: 1 }, invalid: "yes", descending: 1, other: "x" })).toEqual(
    {},
  );
});

test("something is done with an open record only", () => {
  const place = toListPlace({ act: "setPassword" });
  expect(toListSearchParams(place)).toEqual({});
  expect(readListSearchParams({ open: "a", act: "explode" })).toEqual({ open: "a" });
});
