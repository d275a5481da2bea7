import { act, renderHook } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { useTypedTerm } from "./useTypedTerm";

const pause = 200;

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const rest = () => act(() => vi.advanceTimersByTime(pause));
const press = (key: string, how: KeyboardEventInit = {}) =>
  act(() => window.dispatchEvent(new KeyboardEvent("keydown", { key, ...how })));

function typing(start: string) {
  const toRoute = vi.fn();
  const hook = renderHook(({ route }) => useTypedTerm(route, toRoute, pause), {
    initialProps: { route: start },
  });
  return {
    toRoute,
    typed: () => hook.result.current[0],
    type: (term: string) => act(() => hook.result.current[1](term)),
    route: (route: string) => hook.rerender({ route }),
  };
}

test("the route is told once nothing more is typed", () => {
  const { type, typed, toRoute } = typing("");
  type("m");
  press("e");
  type("me");
  expect(typed()).toBe("me");
  expect(toRoute).not.toHaveBeenCalled();
  rest();
  rest();
  expect(toRoute.mock.calls).toEqual([["me"]]);
});

test("whatever else is done finds what was typed in the route", () => {
  const { type, toRoute } = typing("");
  type("m");
  press("Enter");
  expect(toRoute.mock.lastCall).toEqual(["m"]);
  type("me");
  press("1", { ctrlKey: true });
  expect(toRoute.mock.lastCall).toEqual(["me"]);
  type("mey");
  act(() => window.dispatchEvent(new Event("pointerdown")));
  expect(toRoute.mock.lastCall).toEqual(["mey"]);
  rest();
  expect(toRoute).toHaveBeenCalledTimes(3);
});

test("a slow echo of the route does not undo later letters", () => {
  const { type, typed, route } = typing("");
  type("m");
  rest();
  type("me");
  rest();
  route("m");
  expect(typed()).toBe("me");
  route("me");
  expect(typed()).toBe("me");
});

test("a term that comes from elsewhere takes the place of what was typed", () => {
  const { type, typed, route } = typing("");
  type("me");
  rest();
  route("me");
  route("");
  expect(typed()).toBe("");
});

test("what the route was not told yet gives way to what comes from elsewhere", () => {
  const { type, typed, route, toRoute } = typing("meyer");
  type("me");
  route("schmidt");
  rest();
  expect(typed()).toBe("schmidt");
  expect(toRoute).not.toHaveBeenCalled();
});
