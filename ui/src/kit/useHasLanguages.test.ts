import { renderHook } from "@testing-library/react";
import { expect, it } from "vitest";
import { useHasLanguages } from "./useHasLanguages";

const answered = { instant: false, outdated: false, waiting: false };
const instant = { ...answered, instant: true };

/** Whether there is a choice, one state of the list after the other. */
function choices(...states: readonly (readonly [typeof answered, boolean])[]): boolean[] {
  const [first] = states;
  if (!first) return [];
  const hook = renderHook(([source, otobo]) => useHasLanguages(source, otobo), {
    initialProps: first,
  });
  return states.map((state) => {
    hook.rerender(state);
    return hook.result.current;
  });
}

it("is there once an index has answered", () => {
  const waiting = { ...answered, waiting: true };
  expect(choices([waiting, false], [answered, false], [instant, false])).toEqual([
    false,
    false,
    true,
  ]);
});

it("stays while the other language is chosen", () => {
  const before = { ...answered, outdated: true };
  const states = [
    [instant, false],
    [{ ...instant, outdated: true }, true],
    [answered, true],
    [before, false],
    [{ ...answered, waiting: true }, false],
    [instant, false],
  ] as const;
  expect(choices(...states)).toEqual([true, true, true, true, true, true]);
});

it("goes when the index cannot answer any more", () => {
  const states = [
    [instant, false],
    [{ ...instant, outdated: true }, false],
    [answered, false],
    [{ ...answered, outdated: true }, false],
  ] as const;
  expect(choices(...states)).toEqual([true, true, false, false]);
});
