// Waiting for what a person would wait for, instead of for time to pass.
import { setTimeout as pause } from "node:timers/promises";

/** Longer than anything takes on a busy machine. */
const PATIENCE = 20_000;
const INTERVAL = 40;

/**
 * Asks again and again until the answer is truthy, and returns it. An exception counts as "not
 * yet"; the last one is told when patience ends.
 */
export async function until(what, ask, patience = PATIENCE) {
  const end = performance.now() + patience;
  let trouble;
  for (;;) {
    try {
      const answer = await ask();
      if (answer) return answer;
      trouble = undefined;
    } catch (error) {
      trouble = error;
    }
    if (performance.now() > end) {
      throw new Error(`waited ${patience / 1000} s in vain until ${what}`, { cause: trouble });
    }
    await pause(INTERVAL);
  }
}

/** Waits for a promise, but not for ever. */
export async function inTime(what, promise, patience = PATIENCE) {
  const patienceEnds = new AbortController();
  const end = pause(patience, undefined, { signal: patienceEnds.signal }).then(() => {
    throw new Error(`waited ${patience / 1000} s in vain until ${what}`);
  });
  try {
    return await Promise.race([promise, end]);
  } finally {
    end.catch(() => {});
    patienceEnds.abort();
  }
}
