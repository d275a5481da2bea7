/** How long the views wait for what may be drawn before them, in milliseconds. */
export const patience = 1000;

/** Resolves to nothing after some time. */
export function after(milliseconds: number): Promise<null> {
  return new Promise((resolve) => setTimeout(() => resolve(null), milliseconds));
}

/** Waits until what stands on the page was painted. */
export function painted(): Promise<void> {
  return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
}
