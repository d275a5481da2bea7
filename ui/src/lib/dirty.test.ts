import { expect, test } from "vitest";
import {
  dropDraft,
  heldDrafts,
  holdDraft,
  parkDraft,
  parkedDraft,
  sameValues,
  typedSince,
} from "./dirty";

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

test("what would be lost is what waits, and over it what is being typed", () => {
  parkDraft("a", { name: "Nora" });
  parkDraft("b", { name: "Ada" });
  const letGo = holdDraft("a", { name: "Nora Berg" });
  expect(heldDrafts()).toEqual([
    ["a", { name: "Nora Berg" }],
    ["b", { name: "Ada" }],
  ]);
  const letGoLater = holdDraft("a", { name: "Nora Bergmann" });
  letGo();
  expect(heldDrafts()[0]).toEqual(["a", { name: "Nora Bergmann" }]);
  letGoLater();
  dropDraft("a");
  dropDraft("b");
  expect(heldDrafts()).toEqual([]);
});

test("over what is stored stays only what was typed since it was sent", () => {
  const sent = { editing: "a", values: { Name: "A", City: "Kiel" }, password: "new" };
  const stored = { editing: "b", values: { Name: "A.", City: "Kiel" }, password: "keep" };
  expect(typedSince(sent, sent, stored)).toBe(stored);
  const typed = { ...sent, values: { ...sent.values, City: "Ulm", Phone: "1" } };
  expect(typedSince(typed, sent, stored)).toEqual({
    editing: "b",
    values: { Name: "A.", City: "Ulm", Phone: "1" },
    password: "keep",
  });
});
