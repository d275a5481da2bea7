/** Runs no more than so many at a time; those that wait and are not wanted any more are passed over. */
export function inTurn(most: number) {
  let running = 0;
  const waiting: (() => void)[] = [];

  function next(): void {
    running -= 1;
    waiting.shift()?.();
  }

  return async <T>(run: () => Promise<T>, signal: AbortSignal): Promise<T> => {
    if (running >= most) await new Promise<void>((resolve) => waiting.push(resolve));
    running += 1;
    try {
      signal.throwIfAborted();
      return await run();
    } finally {
      next();
    }
  };
}
