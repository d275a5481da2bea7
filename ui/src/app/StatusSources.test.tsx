import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderApp } from "../testing/renderApp";
import { setWindowWidth } from "../testing/windowWidth";

const failing = { current: "nordwind-test", failing: ["CustomerUser1"] } as const;
// Wide enough for an entry of each source.
beforeEach(() => setWindowWidth(1400));
afterEach(() => setWindowWidth(1024));

const bar = () => screen.getByRole("contentinfo");

test("each source stands in the status bar with its state in words", async () => {
  renderApp(failing);
  await screen.findByRole("button", { name: "Database 4 ms" });
  within(bar()).getByRole("button", { name: /^Partner portal: no answer since/ });
  await within(bar()).findByRole("button", { name: "Database (customers) 22 ms" });
});

test("a source that does not answer tells what, where and what to do, and is tried again", async () => {
  const { user, bridge } = renderApp(failing);
  const retries = vi.spyOn(bridge.commands, "healthRetry");
  await user.click(await screen.findByRole("button", { name: /^Partner portal: no answer/ }));
  const popover = await screen.findByRole("dialog", { name: "Partner portal" });
  within(popover).getByText("Nothing answers at this host and port");
  within(popover).getByText(/Server: test-db\.nord\.example, port 5432/);
  within(popover).getByText("Connection refused (os error 111)");
  within(popover).getByText(/^Check host and port/);
  await user.click(within(popover).getByRole("button", { name: "Try again" }));
  expect(retries).toHaveBeenCalledOnce();
});

test("a source that answers again brings its rows back by itself", async () => {
  const { bridge } = renderApp(failing);
  await screen.findByText(/^Partner portal did not answer/);
  screen.getByText(/^\d+ entries from the sources that answered$/);
  bridge.setAnswering("CustomerUser1", true);
  await screen.findByRole("button", { name: "Partner portal 13 ms" });
  await waitFor(() => expect(screen.queryByText(/^Partner portal did not answer/)).toBeNull());
  await screen.findByText("56 entries");
});

test("a source that ceases to answer is seen at once", async () => {
  const { bridge } = renderApp({ current: "nordwind-test" });
  await screen.findByRole("button", { name: "Partner portal 13 ms" });
  bridge.setAnswering("CustomerUser1", false);
  await screen.findByRole("button", { name: /^Partner portal: no answer/ });
});

test("a source that answers but refuses the login is not said to be silent, and leads to the password", async () => {
  const { user } = renderApp({ ...failing, failing: [], refused: true, sources: 1 });
  await user.click(await screen.findByRole("button", { name: /^Database: login refused since/ }));
  const popover = await screen.findByRole("dialog", { name: "Database" });
  within(popover).getByText("login refused");
  within(popover).getByText(/^The server answers, but has refused the login since/);
  within(popover).getByRole("button", { name: "Change the connection" });
  await user.click(within(popover).getByRole("button", { name: "Type the password" }));
  await screen.findByRole("heading", { name: "The password of Nordwind test is needed" });
});

test.each([
  ["columnMissing", /^Database: cannot be read since/],
  ["certificateExpired", /^Database: no safe connection since/],
  ["passwordMissing", /^Database: no password since/],
  ["serverSilent", /^Database: no answer since/],
] as const)("%s is worded as what it is", async (code, words) => {
  const { bridge, client } = renderApp({ current: "nordwind-test", sources: 1 });
  await screen.findByRole("button", { name: "Database 4 ms" });
  const error = { code, field: null, params: {}, detail: "" };
  const read = await bridge.commands.healthRead();
  bridge.commands.healthRead = () =>
    Promise.resolve(read.map((one) => ({ ...one, state: "failing", error })));
  void client.invalidateQueries({ queryKey: ["health"] });
  await screen.findByRole("button", { name: words });
});

test("many sources are one entry that has them all", async () => {
  const { user } = renderApp({ ...failing, sources: 11 });
  await user.click(await screen.findByRole("button", { name: "12 sources, 1 with a problem" }));
  const popover = await screen.findByRole("dialog", { name: "Sources" });
  const names = within(popover)
    .getAllByRole("heading")
    .map((heading) => heading.textContent);
  expect(names.length).toBe(12);
  expect(names[0]).toMatch(/^Partner portal/);
});

test("rows of the others stand under a note on the source that is missing", async () => {
  const { user, bridge } = renderApp(failing);
  const starts = vi.spyOn(bridge.commands, "customerUsersSearchStart");
  const note = await screen.findByText(
    "Partner portal did not answer (Nothing answers at this host and port). These rows are from the others.",
  );
  await screen.findByRole("grid", { name: "Customer users" });
  const before = starts.mock.calls.length;
  const line = note.closest("[role=status]") as HTMLElement;
  await user.click(within(line).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(starts.mock.calls.length).toBeGreaterThan(before));
});

test("when no source answers there is an error with its remedy instead of rows", async () => {
  renderApp({ ...failing, failing: ["CustomerUser", "CustomerUser1"] });
  const alert = await screen.findByRole("alert");
  within(alert).getByRole("heading", { name: "Nothing answers at this host and port" });
  expect(screen.queryByRole("grid")).toBeNull();
});
