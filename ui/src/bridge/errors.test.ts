import { expect, test } from "vitest";
import { isCommandError, toCommandError } from "./errors";

test("an error of a command is known as one and stays as it is", () => {
  const error = { code: "diskFull", field: null, params: { path: "/data" }, detail: "no space" };
  expect(isCommandError(error)).toBe(true);
  expect(toCommandError(error)).toBe(error);
});

test.each([[new TypeError("x is undefined")], ["a text"], [null], [{ code: "somethingElse" }]])(
  "whatever else was thrown is internal (%s)",
  (thrown) => {
    expect(toCommandError(thrown).code).toBe("internal");
  },
);
