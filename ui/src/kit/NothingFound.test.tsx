import { render, screen } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { NothingFound } from "./NothingFound";

function nothing(instant: boolean) {
  const ways = { onSearch: vi.fn(), onSearchAll: vi.fn(), onClear: vi.fn() };
  const told = { term: "eva mayr", text: "All fields were searched.", includeInvalid: true };
  render(<NothingFound {...told} {...ways} instant={instant} />);
}

test("several words are one text to OTOBO, and may be searched as words", () => {
  nothing(false);
  screen.getByText(/^OTOBO takes several words as one text/);
  screen.getByRole("button", { name: "Search eva+mayr: all words" });
});

test("where each word was searched nothing is said of one text", () => {
  nothing(true);
  screen.getByText("All fields were searched.");
  expect(screen.queryByRole("button", { name: /all words/ })).toBeNull();
});
