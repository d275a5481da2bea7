import { expect, test } from "vitest";
import { allWordsTerm, literalTerm, quotedTerm } from "./searchTerm";

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

test.each([
  ["jörg müller", "jörg+müller"],
  ["  anna  maria   lang ", "anna+maria+lang"],
  ["rock and roll", "rock+and+roll"],
  ["jörg", null],
  ["ab+cd ef", null],
  ["ab OR cd", null],
  ['"ab cd" ef', null],
  ["!ab cd", null],
])("of %s each word is searched by %s", (text, term) => {
  expect(allWordsTerm(text)).toBe(term);
});
