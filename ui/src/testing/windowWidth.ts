import type { Window } from "happy-dom";

/** Makes the test's window as wide as a media query needs it. */
export function setWindowWidth(width: number): void {
  (window as unknown as Window).happyDOM.setViewport({ width, height: 800 });
}
