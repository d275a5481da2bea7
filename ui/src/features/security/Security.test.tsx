import { screen, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderApp } from "../../testing/renderApp";

async function open(options: Parameters<typeof renderApp>[0] = {}) {
  const app = renderApp(options, "/security");
  await screen.findByRole("heading", { level: 1, name: "Security" });
  await screen.findByRole("region", { name: "App lock" });
  return app;
}

/** The field of that name, in whatever is open. */
const field = (label: string) => screen.getByLabelText(new RegExp(`^${label}\\*?$`));

test("the settings lead to it", async () => {
  const { user } = renderApp();
  await user.click(await screen.findByRole("button", { name: "Settings" }));
  await user.click(await screen.findByRole("menuitem", { name: "Security…" }));
  await screen.findByRole("heading", { level: 1, name: "Security" });
});

test("a passphrase is typed twice and long enough, and why is said", async () => {
  const { user } = await open();
  screen.getByText(/^Without app lock any program/);
  await user.click(screen.getByRole("button", { name: "Turn on app lock" }));
  const dialog = await screen.findByRole("dialog", { name: "Turn on app lock" });
  await user.type(field("New passphrase"), "too short{Enter}");
  await within(dialog).findByText(/^9 characters are too short: at least 10/);
  await user.type(field("New passphrase"), " no more");
  await user.type(field("New passphrase again"), "something else{Enter}");
  await within(dialog).findByText("The two differ.");
  await user.clear(field("New passphrase again"));
  await user.type(field("New passphrase again"), "too short no more{Enter}");
  await screen.findByText("App lock is on.");
  await screen.findByRole("button", { name: "Lock now" });
  screen.getByText(/^The lock does not protect from a program that runs as you/);
});

test("who does not know the passphrase neither changes it nor turns the lock off", async () => {
  const { user } = await open({ lock: "open" });
  await user.click(await screen.findByRole("button", { name: "Turn off" }));
  const dialog = await screen.findByRole("dialog", { name: "Turn off" });
  await user.type(field("Current passphrase"), "{Enter}");
  await within(dialog).findByText("Type your passphrase.");
  await user.type(field("Current passphrase"), "wrong horse{Enter}");
  await within(dialog).findByText("This is not the passphrase.");
  await user.clear(field("Current passphrase"));
  await user.type(field("Current passphrase"), "correct horse{Enter}");
  await screen.findByText("App lock is off.");
  await screen.findByRole("button", { name: "Turn on app lock" });
});

test("the passphrase is changed, and the lock closes after another time", async () => {
  const { user, bridge } = await open({ lock: "open" });
  await user.click(await screen.findByRole("button", { name: "Change passphrase" }));
  await user.type(field("Current passphrase"), "correct horse");
  await user.type(field("New passphrase"), "another horse");
  await user.type(field("New passphrase again"), "another horse{Enter}");
  await screen.findByText("The passphrase is changed.");
  await user.click(screen.getByRole("button", { name: /Lock after/ }));
  await user.click(await screen.findByRole("option", { name: "1 hour" }));
  expect(await bridge.commands.settingsRead()).toMatchObject({ lockAfterMinutes: 60 });
});

test("without a keyring plain files are said to be so, and a passphrase encrypts them", async () => {
  const { user, bridge } = await open({ keyring: false, plain: true, recovery: "unavailable" });
  const restarts = vi.spyOn(bridge.commands, "appRestart");
  screen.getByText(/^This computer has no keyring, so there is no place for a key/);
  expect(screen.getAllByText("Not encrypted").length).toBe(2);
  await user.click(screen.getByRole("button", { name: "Turn on app lock" }));
  await screen.findByText(/^Deskbook starts again after this/);
  await user.type(field("New passphrase"), "correct horse");
  await user.type(field("New passphrase again"), "correct horse{Enter}");
  await screen.findByText("App lock is on.");
  expect(restarts).toHaveBeenCalledOnce();
  await user.click(await screen.findByRole("button", { name: "Turn off" }));
  await screen.findByText(/^This computer has no keyring: without a passphrase/);
});

test("a local directory whose code is confirmed is encrypted at the next start", async () => {
  const { user, bridge } = await open({ plain: true });
  const restarts = vi.spyOn(bridge.commands, "appRestart");
  await user.click(await screen.findByRole("button", { name: "Restart and encrypt" }));
  expect(restarts).toHaveBeenCalledOnce();
});
