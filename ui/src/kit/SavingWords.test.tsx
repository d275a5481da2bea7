import { act, render, screen } from "@testing-library/react";
import { afterEach, test, vi } from "vitest";
import { SavingWords } from "./SavingWords";

afterEach(() => {
  vi.useRealTimers();
});

test("a save that takes long says what it may be waiting for", () => {
  vi.useFakeTimers();
  render(<SavingWords />);
  screen.getByText("Saving…");
  act(() => vi.advanceTimersByTime(2900));
  screen.getByText("Saving…");
  act(() => vi.advanceTimersByTime(200));
  screen.getByText(/^Waiting for the database… Somebody else may hold a lock/);
});
