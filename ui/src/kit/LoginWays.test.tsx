import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import type { CommandError } from "../bridge/bindings";
import { ErrorNote } from "./ErrorNote";
import { LoginWaysContext } from "./LoginWays";

function note(error: Partial<CommandError>) {
  const ways = { onPassword: vi.fn(), onConnection: vi.fn(), onSource: vi.fn(), onAct: vi.fn() };
  const whole = { code: "hostUnreachable", field: null, params: {}, detail: "", ...error } as const;
  render(
    <LoginWaysContext value={ways}>
      <ErrorNote error={whole} onRetry={vi.fn()} />
    </LoginWaysContext>,
  );
  return ways;
}

test("a server that is not reached leads to the connection that says where it is", async () => {
  const { onConnection } = note({});
  await userEvent.click(screen.getByRole("button", { name: "Change the connection" }));
  expect(onConnection).toHaveBeenCalledOnce();
});

test("where it is that of a source, to the source", async () => {
  const { onSource } = note({ code: "certificateName", params: { source: "CustomerUser2" } });
  await userEvent.click(screen.getByRole("button", { name: "Change the source CustomerUser2" }));
  expect(onSource).toHaveBeenCalledExactlyOnceWith("CustomerUser2");
});

test("what no connection is to blame for leads to none", () => {
  note({ code: "databaseBusy" });
  expect(screen.queryByRole("button", { name: /Change/ })).toBeNull();
});
