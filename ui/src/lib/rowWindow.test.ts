import { expect, test } from "vitest";
import {
  clampOffset,
  offsetAt,
  offsetShowing,
  type RowWindow,
  rowsInSight,
  scrollHeight,
  scrollTopAt,
} from "./rowWindow";

const webKitsLongestElement = 33_554_428;
const million: RowWindow = { rowCount: 1_000_000, rowHeight: 40, viewHeight: 640 };
const short: RowWindow = { rowCount: 100, rowHeight: 32, viewHeight: 640 };

test("the element stays shorter than WebKit allows, however long the list is", () => {
  expect(scrollHeight(million)).toBeLessThan(webKitsLongestElement);
});

test("a short list scrolls one to one", () => {
  expect(scrollHeight(short)).toBe(3200);
  expect(offsetAt(short, 500)).toBe(500);
});

test("the end of the scroll bar is the end of a million rows", () => {
  const end = offsetAt(million, scrollHeight(million) - million.viewHeight);
  expect(rowsInSight(million, end)).toEqual({ first: 999_984, last: 999_999 });
});

test("every row can be reached by the scroll bar", () => {
  for (const row of [0, 1, 499_999, 777_777, 999_999]) {
    const offset = clampOffset(million, row * million.rowHeight);
    const there = offsetAt(million, scrollTopAt(million, offset));
    expect(there).toBeCloseTo(offset, 3);
  }
});

test("a row above is shown at the top, one below at the bottom, one in sight stays", () => {
  expect(offsetShowing(short, 320, 3)).toBe(96);
  expect(offsetShowing(short, 0, 30)).toBe(31 * 32 - 640);
  expect(offsetShowing(short, 320, 15)).toBe(320);
});

test("an empty list has no rows in sight", () => {
  const { first, last } = rowsInSight({ ...short, rowCount: 0 }, 0);
  expect(last).toBeLessThan(first);
});
