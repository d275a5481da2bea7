import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import type { CustomerUserPage, PageRequest } from "../../bridge/bindings";
import type { FakeBridge } from "../../bridge/fake";
import { renderApp } from "../../testing/renderApp";
import { setWindowWidth } from "../../testing/windowWidth";

afterEach(() => setWindowWidth(1024));

const gone = {
  id: "CustomerUser1",
  name: "Partner portal",
  error: { code: "hostUnreachable", field: null, params: {}, detail: "" },
} as const;

/** The second source ceases to answer as soon as these pages are asked for. */
function failsFrom(bridge: FakeBridge, isLate: (request: PageRequest) => boolean) {
  const page = bridge.commands.customerUsersSearchPage;
  const late = async (request: PageRequest): Promise<CustomerUserPage> => ({
    ...(await page(request)),
    missing: isLate(request) ? [gone] : [],
  });
  vi.spyOn(bridge.commands, "customerUsersSearchPage").mockImplementation(late);
}

/** Searches with this term are never answered. */
function hangsAt(bridge: FakeBridge, term: string) {
  const start = bridge.commands.customerUsersSearchStart;
  return vi
    .spyOn(bridge.commands, "customerUsersSearchStart")
    .mockImplementation((request) =>
      request.term === term ? new Promise(() => {}) : start(request),
    );
}

test("a source that fails while the hits are counted is told, and the number is not called all", async () => {
  const { bridge } = renderApp({ current: "nordwind", sources: 2 });
  failsFrom(bridge, ({ size }) => size === 1);
  await screen.findByText(/^Partner portal did not answer/);
  await screen.findByText("282 entries from the sources that answered");
  await screen.findByText("1–12 of at least 282");
});

test("a source that fails on a later page is told", async () => {
  const { user, bridge } = renderApp({ current: "nordwind", sources: 2 });
  failsFrom(bridge, ({ start }) => start >= 100);
  await screen.findByText("282 entries");
  expect(screen.queryByText(/did not answer/)).toBeNull();
  await user.keyboard("{ArrowDown}{End}");
  await screen.findByText(/^Partner portal did not answer/);
  await screen.findByText("282 entries from the sources that answered");
});

test("rows of the search before are said to be that, with the source that is waited for", async () => {
  const { user, bridge } = renderApp({ current: "nordwind-test" });
  hangsAt(bridge, "meyer");
  await screen.findByText("56 entries");
  bridge.setAnswering("CustomerUser1", false);
  await user.click(screen.getByRole("searchbox"));
  await user.paste("meyer");
  const note = await screen.findByText(
    "Searching. No answer yet from Partner portal: these rows are those of the search before.",
  );
  expect(screen.getAllByRole("rowgroup", { busy: true })).toHaveLength(1);
  await user.clear(screen.getByRole("searchbox"));
  await waitFor(() => expect(note.isConnected).toBe(false));
  expect(screen.queryByRole("rowgroup", { busy: true })).toBeNull();
});

test("a search that hangs can be stopped, and started again", async () => {
  const { user, bridge } = renderApp();
  const starts = hangsAt(bridge, "meyer");
  await screen.findByText("282 entries");
  await user.click(screen.getByRole("searchbox"));
  await user.paste("meyer");
  const note = await screen.findByText("Searching. These rows are those of the search before.");
  const line = note.closest("[role=status]") as HTMLElement;
  await user.click(within(line).getByRole("button", { name: "Cancel" }));
  const alert = await screen.findByRole("alert");
  within(alert).getByRole("heading", { name: "This was cancelled" });
  expect(screen.queryByRole("grid")).toBeNull();
  starts.mockRestore();
  await user.click(within(alert).getByRole("button", { name: "Try again" }));
  await screen.findByText("27 found, best match first");
});

test("what is answered at once is not called slow", async () => {
  const { user } = renderApp();
  await user.type(await screen.findByRole("searchbox"), "meyer");
  await screen.findByText("27 found, best match first");
  expect(screen.queryByText(/^Searching/)).toBeNull();
});

test("rows of the sources that answered are there at once, and a late source joins them", async () => {
  const { user, bridge } = renderApp({ current: "nordwind", sources: 2 });
  const lateRows = "CustomerUser1";
  let isThere = false;
  let come = () => {};
  const hasCome = new Promise<number>((resolve) => {
    come = () => {
      isThere = true;
      resolve(2);
    };
  });
  const page = bridge.commands.customerUsersSearchPage;
  vi.spyOn(bridge.commands, "customerUsersSearchPage").mockImplementation(async (request) => {
    const whole = await page(request);
    if (isThere) return { ...whole, revision: 2 };
    const rows = whole.rows.filter((row) => row.source !== lateRows);
    const total = { kind: "atLeast", count: rows.length } as const;
    return { ...whole, rows, total, waiting: ["Partner portal"], revision: 1 };
  });
  const count = bridge.commands.searchCount;
  vi.spyOn(bridge.commands, "searchCount").mockImplementation(async (search) => {
    await hasCome;
    return count(search);
  });
  vi.spyOn(bridge.commands, "searchGrown").mockImplementation(() => hasCome);

  const note = await screen.findByText(
    "No answer yet from Partner portal. Its rows join the list when they come.",
  );
  await user.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
  const name = () => document.activeElement?.textContent;
  const before = name();
  expect(before).toMatch(/@/);
  come();
  await screen.findByText("282 entries");
  await waitFor(() => expect(note.isConnected).toBe(false));
  expect(name()).toBe(before);
});

test("a source that keeps the list waiting for long is called slow in the status bar, with what helps", async () => {
  setWindowWidth(1400);
  const { user, bridge } = renderApp({ current: "nordwind", sources: 2 });
  let come = () => {};
  const hasCome = new Promise<number>((resolve) => {
    come = () => resolve(2);
  });
  let isThere = false;
  const page = bridge.commands.customerUsersSearchPage;
  vi.spyOn(bridge.commands, "customerUsersSearchPage").mockImplementation(async (request) => ({
    ...(await page(request)),
    waiting: isThere ? [] : ["Partner portal"],
    revision: isThere ? 2 : 1,
  }));
  vi.spyOn(bridge.commands, "searchGrown").mockImplementation(() => hasCome);
  await screen.findByRole("button", { name: "Partner portal 13 ms" });
  const slow = await screen.findByRole(
    "button",
    { name: "Partner portal: slow, no answer yet" },
    { timeout: 5000 },
  );
  await user.click(slow);
  const popover = await screen.findByRole("dialog", { name: "Partner portal" });
  within(popover).getByText("slow");
  within(popover).getByText(/^To search without it, switch it off/);
  await user.keyboard("{Escape}");
  isThere = true;
  come();
  await screen.findByRole("button", { name: "Partner portal 13 ms" });
});

test("while a source may still find somebody nobody is said to be found", async () => {
  const { user, bridge } = renderApp({ current: "nordwind", sources: 2 });
  const page = bridge.commands.customerUsersSearchPage;
  vi.spyOn(bridge.commands, "customerUsersSearchPage").mockImplementation(async (request) => ({
    ...(await page(request)),
    waiting: ["Partner portal"],
    revision: 1,
  }));
  vi.spyOn(bridge.commands, "searchGrown").mockImplementation(() => new Promise(() => {}));
  await user.type(await screen.findByRole("searchbox"), "qqqqq");
  await screen.findByText(/^No answer yet from Partner portal/);
  expect(screen.queryByText(/Nothing found|Nobody/)).toBeNull();
});
