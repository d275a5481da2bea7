import { render, screen } from "@testing-library/react";
import { expect, test } from "vitest";
import type { Span } from "../lib/marks";
import { Marked } from "./Marked";

function marked(text: string, spans: Span[]): (string | null)[] {
  const { container } = render(<Marked text={text} spans={spans} />);
  expect(container.textContent).toBe(text);
  return screen.queryAllByRole("mark").map((mark) => mark.textContent);
}

test("what matched is marked and the text stays whole", () => {
  expect(marked("Obermeyer, Ćazim", [{ start: 4, end: 9 }])).toEqual(["meyer"]);
});

test("marks that overlap or come in any order are marked once", () => {
  const spans = [
    { start: 6, end: 9 },
    { start: 0, end: 4 },
    { start: 2, end: 5 },
  ];
  expect(marked("Meyerhoff", spans)).toEqual(["Meye", "r", "off"]);
});

test("a mark beyond the text is cut", () => {
  expect(marked("Ole", [{ start: 1, end: 99 }])).toEqual(["le"]);
});
