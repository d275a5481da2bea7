import { act, renderHook } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { useTypedTerm } from "./useTypedTerm";

function typing(start: string) {
  const toRoute = vi.fn();
  const hook = renderHook(({ route }) => useTypedTerm(route, toRoute), {
    initialProps: { route: start },
  });
  return {
    toRoute,
    typed: () => hook.result.current[0],
    type: (term: string) => act(() => hook.result.current[1](term)),
    route: (route: string) => hook.rerender({ route }),
  };
}

test("each letter is told to the route at once", () => {
  const { type, typed, toRoute } = typing("");
  type("m");
  type("me");
  expect(typed()).toBe("me");
  expect(toRoute.mock.calls).toEqual([["m"], ["me"]]);
});

test("a slow echo of the route does not undo later letters", () => {
  const { type, typed, route } = typing("");
  type("m");
  type("me");
  route("m");
  expect(typed()).toBe("me");
  route("me");
  expect(typed()).toBe("me");
});

test("a term that comes from elsewhere takes the place of what was typed", () => {
  const { type, typed, route } = typing("");
  type("me");
  route("me");
  route("");
  expect(typed()).toBe("");
});
