import { screen, waitFor, within } from "@testing-library/react";
import { afterEach, expect, test, vi } from "vitest";
import { fakeRecoveryCode } from "../bridge/fakeSecurity";
import { dropDraft, heldDrafts } from "../lib/dirty";
import { renderApp } from "../testing/renderApp";

afterEach(() => {
  for (const [key] of heldDrafts()) dropDraft(key);
  vi.useRealTimers();
});

const passphrase = () => screen.findByLabelText(/^Passphrase/);
const lockKey = "{Control>}{Shift>}L{/Shift}{/Control}";

test("under app lock the window asks for the passphrase and shows nothing else", async () => {
  const { user } = renderApp({ lock: "closed", drafts: null });
  const field = await passphrase();
  expect(document.activeElement).toBe(field);
  screen.getByRole("heading", { level: 1, name: "Deskbook is locked" });
  expect(screen.queryByRole("navigation")).toBeNull();
  await user.keyboard("{Enter}");
  await screen.findByText("Type your passphrase.");
  await user.keyboard("wrong horse{Enter}");
  await screen.findByText(/^This is not the passphrase/);
  expect((field as HTMLInputElement).value).toBe("");
  await user.keyboard("correct horse{Enter}");
  await screen.findByRole("grid", { name: "Customer users" });
});

test("a locked window looks and speaks as it did before", async () => {
  const { user } = renderApp({ settings: { theme: "dark", language: "de" } });
  await screen.findByRole("button", { name: "Kundenbenutzer hinzufügen" });
  document.body.replaceChildren();
  document.documentElement.dataset.theme = "light";
  renderApp({ lock: "closed" });
  await screen.findByRole("heading", { level: 1, name: "Deskbook ist gesperrt" });
  expect(document.documentElement.dataset.theme).toBe("dark");
  await user.keyboard("correct horse{Enter}");
  await screen.findByRole("grid", { name: "Customer users" });
});

test("what was being typed is in its form again after unlocking", async () => {
  const { user, bridge } = renderApp({ lock: "open" });
  await user.click(await screen.findByRole("button", { name: "Add customer user" }));
  await user.type(await screen.findByLabelText(/^Firstname/), "Wilma");
  await user.keyboard(lockKey);
  await waitFor(() => expect(bridge.locked.length).toBe(1));
  const [drafts] = bridge.locked;
  expect(drafts).toContain("Wilma");
  document.body.replaceChildren();

  const again = renderApp({ lock: "closed", drafts: drafts ?? null });
  await passphrase();
  await again.user.keyboard("correct horse{Enter}");
  const field = await screen.findByLabelText<HTMLInputElement>(/^Firstname/);
  expect(field.value).toBe("Wilma");
  await again.user.click(screen.getByRole("button", { name: "Cancel" }));
  await screen.findByRole("alertdialog");
});

test.each([
  ["/customers/form", "local", /^Customer\*?$/],
  ["/installations/new", "local", /^Name/],
  ["/installations/nordwind-test", "nordwind-test", /^Name/],
  ["/back-ends/form?id=CustomerUser", "nordwind-test", /^Name/],
] as const)("what is typed at %s is there again", async (place, current, label) => {
  const first = renderApp({ lock: "open", current }, place);
  const typing = await screen.findByLabelText(label);
  await first.user.type(typing, "Plantwell");
  await first.user.keyboard(lockKey);
  await waitFor(() => expect(first.bridge.locked.length).toBe(1));
  document.body.replaceChildren();
  for (const [key] of heldDrafts()) dropDraft(key);

  renderApp({ lock: "open", current, drafts: first.bridge.locked[0] ?? null });
  const field = await screen.findByLabelText<HTMLInputElement>(label);
  await waitFor(() => expect(field.value).toMatch(/Plantwell$/));
});

test("where nothing is typed nothing is put aside, a search least of all", async () => {
  const { user, bridge } = renderApp({ lock: "open" });
  await user.type(await screen.findByRole("searchbox"), "meyer");
  await user.keyboard(lockKey);
  await waitFor(() => expect(bridge.locked).toEqual([null]));
});

test("a form that was reached from a search does not keep it", async () => {
  const { user, bridge } = renderApp({ lock: "open" });
  await user.type(await screen.findByRole("searchbox"), "c.meyer");
  await screen.findByText(/^\d+ found/);
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("button", { name: "Edit" }));
  await user.type(await screen.findByLabelText(/^Phone/), "7");
  bridge.wantLock();
  await waitFor(() => expect(bridge.locked.length).toBe(1));
  const { href } = JSON.parse(bridge.locked[0] ?? "") as { href: string };
  expect(href).toBe("/customer-users/form?login=c.meyer");
});

test("a draft of another installation opens there", async () => {
  const draft = {
    editing: null,
    source: "CustomerUser",
    options: null,
    values: { UserFirstname: "Wilma" },
    password: { kind: "generate" },
  };
  const drafts = JSON.stringify({
    installation: "nordwind-test",
    href: "/customer-users/form",
    drafts: [["customer-user:", draft]],
  });
  renderApp({ drafts });
  const field = await screen.findByLabelText<HTMLInputElement>(/^Firstname/);
  expect(field.value).toBe("Wilma");
  screen.getByRole("button", { name: /Nordwind test/ });
});

test("what was put aside and cannot be read keeps nobody out", async () => {
  renderApp({ drafts: "{" });
  await screen.findByRole("grid", { name: "Customer users" });
});

test("Deskbook locks when the system wants it, and not without app lock", async () => {
  const without = renderApp({ lock: "off" });
  await screen.findByRole("grid", { name: "Customer users" });
  without.bridge.wantLock();
  await without.user.keyboard(lockKey);
  await screen.findByRole("heading", { level: 1, name: "Security" });
  await screen.findByText(/^Deskbook is not locked: app lock is off/);
  expect(without.bridge.locked).toEqual([]);
});

test("Deskbook locks when nobody was here for so many minutes", async () => {
  vi.useFakeTimers({ shouldAdvanceTime: true });
  const { bridge } = renderApp({ lock: "open", settings: { lockAfterMinutes: 2 } });
  await screen.findByRole("grid", { name: "Customer users" });
  await vi.advanceTimersByTimeAsync(110_000);
  window.dispatchEvent(new Event("pointermove"));
  await vi.advanceTimersByTimeAsync(110_000);
  expect(bridge.locked).toEqual([]);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(bridge.locked).toEqual([null]);
});

test("a key that is gone is put back by its recovery code, and a slip is told where it is", async () => {
  const { user } = renderApp({ keyGone: true });
  const field = await screen.findByLabelText(/^Recovery code/);
  expect(document.activeElement).toBe(field);
  await user.paste("23456");
  await user.keyboard("{Enter}");
  await screen.findByText("These are 5 characters. A recovery code has 65.");
  await user.clear(field);
  await user.paste(fakeRecoveryCode.join(" ").replace("55555", "55655"));
  await user.keyboard("{Enter}");
  await screen.findByText(/^Group 4 is mistyped/);
  await user.clear(field);
  await user.paste(fakeRecoveryCode.join("-").toLowerCase());
  await user.keyboard("{Enter}");
  await screen.findByRole("grid", { name: "Customer users" });
});

test("who forgot the passphrase opens the local directory by its recovery code", async () => {
  const { user } = renderApp({ lock: "closed" });
  await user.click(await screen.findByRole("button", { name: "I have forgotten it" }));
  screen.getByText(/^Nobody can reset it/);
  await user.click(screen.getByRole("button", { name: "Back to the passphrase" }));
  await user.click(await screen.findByRole("button", { name: "I have forgotten it" }));
  await user.keyboard("{Escape}");
  await user.click(await screen.findByRole("button", { name: "I have forgotten it" }));
  await user.click(screen.getByLabelText(/^Recovery code/));
  await user.paste(fakeRecoveryCode.join(" "));
  await user.keyboard("{Enter}");
  await screen.findByRole("grid", { name: "Customer users" });
});

test("without a keyring a recovered key needs a new passphrase", async () => {
  const { user } = renderApp({ keyGone: true, keyring: false });
  await user.click(await screen.findByLabelText(/^Recovery code/));
  await user.paste(fakeRecoveryCode.join(" "));
  await user.keyboard("{Enter}");
  const field = await screen.findByLabelText(/^New passphrase/);
  await user.type(field, "too short{Enter}");
  await screen.findByText(/^9 characters are too short/);
  await user.type(field, " no more{Enter}");
  await screen.findByRole("grid", { name: "Customer users" });
});

test("settings that nobody can open any more are set aside", async () => {
  const { user, bridge } = renderApp({ startError: "keyMissing" });
  const setsAside = vi.spyOn(bridge.commands, "ownStoreSetAside");
  await user.click(await screen.findByRole("button", { name: "Begin with new settings" }));
  await waitFor(() => expect(setsAside).toHaveBeenCalledOnce());
});

test("the recovery code is offered calmly, shown, and asked back", async () => {
  const { user } = renderApp({ recovery: "open" });
  await user.click(await screen.findByRole("button", { name: "Note the recovery code" }));
  const dialog = await screen.findByRole("dialog", { name: "Note this recovery code" });
  expect(within(dialog).getAllByRole("listitem").length).toBe(13);
  await user.click(within(dialog).getByRole("button", { name: "I have noted it" }));
  const back = await screen.findByRole("dialog", { name: "Type two groups of it" });
  const [first, second] = within(back).getAllByRole<HTMLInputElement>("textbox");
  if (!first || !second) throw new Error("two groups are asked");
  const groupOf = (field: HTMLInputElement) =>
    fakeRecoveryCode[Number(/\d+/.exec(field.labels?.[0]?.textContent ?? "")?.[0]) - 1] ?? "";
  await user.type(first, groupOf(first));
  await user.type(second, "XXXXX{Enter}");
  await within(back).findByText(/^This is not group/);
  await user.clear(second);
  await user.type(second, `${groupOf(second)}{Enter}`);
  await screen.findByText("The recovery code is confirmed.");
  expect(screen.queryByRole("button", { name: "Note the recovery code" })).toBeNull();
});

test("the recovery code can wait", async () => {
  const { user } = renderApp({ recovery: "open", plain: true });
  await screen.findByText(/^The local directory is not encrypted yet/);
  await user.click(screen.getByRole("button", { name: "Later" }));
  expect(screen.queryByText(/^The local directory is not encrypted yet/)).toBeNull();
});

test("an empty directory has nothing to lose", async () => {
  renderApp({ recovery: "open", people: 0, companies: 0 });
  await screen.findByRole("navigation", { name: "Rooms" });
  expect(screen.queryByRole("button", { name: "Note the recovery code" })).toBeNull();
});
