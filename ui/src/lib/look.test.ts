import { expect, test } from "vitest";
import { lastLook, rememberLook } from "./look";

test("a look is remembered, and nothing else", () => {
  expect(lastLook()).toEqual({});
  rememberLook({ theme: "dark", language: "de" });
  expect(lastLook()).toEqual({ theme: "dark", language: "de" });
});

test.each(["{", "null", '"dark"', '{"theme":"blue","language":7}'])("%s is no look", (kept) => {
  localStorage.setItem("look", kept);
  expect(lastLook()).toEqual({});
});
