import { expect, test } from "vitest";
import { dropDraft, parkDraft, parkedDraft, sameValues } from "./dirty";

test("a missing value and an empty one say the same", () => {
  expect(sameValues({ City: "" }, {})).toBe(true);
  expect(sameValues({}, { City: "Kiel" })).toBe(false);
  expect(sameValues({ City: "Kiel" }, { City: "Kiel" })).toBe(true);
  expect(sameValues({ City: "Kiel" }, { City: "Kiel " })).toBe(false);
});

test("a draft waits under its own key until it is dropped", () => {
  parkDraft("a", { name: "Nora" });
  expect(parkedDraft("a")).toEqual({ name: "Nora" });
  expect(parkedDraft("b")).toBeUndefined();
  dropDraft("a");
  expect(parkedDraft("a")).toBeUndefined();
});
