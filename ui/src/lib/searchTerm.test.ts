import { expect, test } from "vitest";
import { literalTerm, quotedTerm } from "./searchTerm";

test.each([
  ["ACME", "ACME"],
  ["Müller-2", "Müller-2"],
  ["R&D + Co", '"R&D + Co"'],
  ["!urgent", '"!urgent"'],
  ["*", '"*"'],
])("%s is searched as it stands", (text, term) => {
  expect(literalTerm(text)).toBe(term);
});

test("a quoted term has quotes at its ends only", () => {
  expect(quotedTerm(' ("a") ')).toBe('"(a)"');
});
