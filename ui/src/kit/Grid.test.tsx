import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { Grid } from "./Grid";

const million = 1_000_000;

type SampleProps = { onOpen?: (row: number) => void; onSight?: (f: number, l: number) => void };

function Sample({ onOpen = () => {}, onSight = () => {} }: SampleProps) {
  const [active, setActive] = useState(0);
  return (
    <Grid<number>
      label="Numbers"
      columns={[{ id: "n", label: "Number", minWidth: 100, grow: 1, cell: (row) => `No ${row}` }]}
      rowCount={million}
      rowAt={(index) => (index === 3 ? undefined : index)}
      rowHeight={32}
      active={active}
      onActive={setActive}
      isOpen={(row) => row === 2}
      isDim={() => false}
      onOpen={onOpen}
      onSight={onSight}
      list="numbers"
      revision={0}
    />
  );
}

const firstRow = () => screen.getByRole("row", { name: "No 0" });

test("a grid tells the length of the whole list and draws only what is in sight", () => {
  render(<Sample />);
  const grid = screen.getByRole("grid", { name: "Numbers" });
  expect(grid.getAttribute("aria-rowcount")).toBe(String(million + 1));
  expect(screen.getAllByRole("row").length).toBeLessThan(60);
});

test("End goes to the last of a million rows, Home back to the first", async () => {
  const user = userEvent.setup();
  const onSight = vi.fn();
  render(<Sample onSight={onSight} />);
  firstRow().focus();
  await user.keyboard("{End}");
  const last = screen.getByRole("row", { name: "No 999999" });
  expect(document.activeElement).toBe(last);
  expect(last.getAttribute("aria-rowindex")).toBe(String(million + 1));
  expect(onSight.mock.lastCall?.[1]).toBe(million - 1);
  await user.keyboard("{Home}");
  expect(document.activeElement).toBe(firstRow());
});

test("arrows and page keys move the focus, and only one row is in the tab order", async () => {
  const user = userEvent.setup();
  render(<Sample />);
  firstRow().focus();
  await user.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
  expect(document.activeElement?.textContent).toBe("No 1");
  await user.keyboard("{PageDown}");
  expect(Number(document.activeElement?.getAttribute("aria-rowindex"))).toBeGreaterThan(10);
  expect(document.querySelectorAll('[role="row"][tabindex="0"]').length).toBe(1);
});

test("Enter and a click open a row; the open one is told as selected", async () => {
  const user = userEvent.setup();
  const onOpen = vi.fn();
  render(<Sample onOpen={onOpen} />);
  firstRow().focus();
  await user.keyboard("{ArrowDown}{Enter}");
  await user.click(screen.getByRole("row", { name: "No 5" }));
  expect(onOpen.mock.calls).toEqual([[1], [5]]);
  expect(screen.getByRole("row", { selected: true }).textContent).toBe("No 2");
});

test("a row that is being fetched keeps its place and cannot be opened", async () => {
  const user = userEvent.setup();
  const onOpen = vi.fn();
  render(<Sample onOpen={onOpen} />);
  const waiting = screen.getByRole("row", { busy: true });
  expect(waiting.getAttribute("aria-rowindex")).toBe("5");
  await user.click(waiting);
  expect(onOpen).not.toHaveBeenCalled();
});
