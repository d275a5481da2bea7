import { expect, test } from "vitest";
import { inTurn } from "./inTurn";

/** Runs that end when they are told to. */
function runs() {
  const ends: (() => void)[] = [];
  const run = () => new Promise<null>((resolve) => ends.push(() => resolve(null)));
  return { ends, run };
}

const wanted = new AbortController().signal;

test("no more than so many run at a time, and the next one begins when one ends", async () => {
  const { ends, run } = runs();
  const turn = inTurn(2);
  const all = [1, 2, 3].map(() => turn(run, wanted));
  await Promise.resolve();
  expect(ends.length).toBe(2);
  ends[0]?.();
  await all[0];
  await Promise.resolve();
  expect(ends.length).toBe(3);
});

test("who is not wanted any more is passed over, and one that fails holds nobody up", async () => {
  const { ends, run } = runs();
  const turn = inTurn(1);
  const left = new AbortController();
  const first = turn(() => Promise.reject(new Error("no")), wanted);
  const second = turn(run, left.signal);
  const third = turn(run, wanted);
  left.abort();
  await expect(first).rejects.toThrow("no");
  await expect(second).rejects.toThrow();
  await Promise.resolve();
  expect(ends.length).toBe(1);
  ends[0]?.();
  await third;
});
