import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { health } from "../../api/health";
import type { FakeBridge } from "../../bridge/fake";
import { type FakeRecord, sampleCustomerUser } from "../../bridge/fakeRecords";
import { renderApp } from "../../testing/renderApp";

/** A customer user of the fake system of whom something holds. */
function someone(holds: (login: string) => boolean): FakeRecord {
  const all = Array.from({ length: 300 }, (_, index) => sampleCustomerUser(index, 40));
  const found = all.find((record) => holds(record.key));
  if (!found) throw new Error("nobody like that");
  return found;
}

/** The fake system divides people by the letters of their login. */
const isOfSecondSource = (login: string) =>
  [...login].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % 4 === 3;

async function open(holds: (login: string) => boolean, options = {}) {
  const { key } = someone(holds);
  const given = { current: "nordwind", ...options } as const;
  const { user, bridge, client } = renderApp(given, `/customer-users?open=${key}`);
  const detail = await screen.findByRole("complementary");
  await within(detail).findByText("Access");
  return { user, bridge, client, detail };
}

test("preferences have their key, and a label where it is known", async () => {
  const { user, detail } = await open((login) => login.length % 7 !== 0);
  await user.click(within(detail).getByRole("tab", { name: "Preferences" }));
  await within(detail).findByText("UserLanguage");
  within(detail).getByText("Language");
  within(detail).getByText("UserCostCentre");
  expect(within(detail).getByTitle("1794211260").textContent).toMatch(/Nov 2026/);
});

test("somebody without preferences is said to have none", async () => {
  const { user, detail } = await open((login) => login.length % 7 === 0);
  await user.click(within(detail).getByRole("tab", { name: "Preferences" }));
  await within(detail).findByRole("heading", { name: "No preferences yet" });
});

test("preferences that cannot be read say why", async () => {
  const error = { code: "grantMissing", field: null, params: {}, detail: "" } as const;
  const fail = { customerUserPreferences: error };
  const { user, detail } = await open((login) => login.length % 7 !== 0, { fail });
  await user.click(within(detail).getByRole("tab", { name: "Preferences" }));
  await within(detail).findByRole("heading", { name: "The user may not read what is asked for" });
});

test("preferences are read again by themselves when a view that opens sees a source back", async () => {
  const failing = ["CustomerUser1"];
  const { user, detail, bridge, client } = await open((login) => login.length % 7 !== 0, {
    failing,
  });
  const read = bridge.commands.customerUserPreferences;
  const error = { code: "hostUnreachable", field: null, params: {}, detail: "" } as const;
  bridge.commands.customerUserPreferences = () => Promise.reject(error);
  await user.click(within(detail).getByRole("tab", { name: "Preferences" }));
  await within(detail).findByRole("alert");
  bridge.commands.customerUserPreferences = read;
  const back = (await bridge.commands.healthRead()).map((source) => ({
    ...source,
    state: "answering" as const,
  }));
  bridge.commands.healthRead = () => Promise.resolve(back);
  await client.invalidateQueries({ queryKey: health().queryKey });
  await within(detail).findByText("UserTimeZone");
});

test("where preferences are switched off there is no tab for them", async () => {
  const { detail } = await open((login) => login.length % 7 !== 0, { preferences: false });
  expect(within(detail).queryByRole("tab")).toBeNull();
});

async function openPreferences(options = {}) {
  const given = { current: "nordwind-test", people: 60, ...options };
  const { user, detail, bridge } = await open((login) => login.length % 7 !== 0, given);
  await user.click(within(detail).getByRole("tab", { name: "Preferences" }));
  await within(detail).findByText("UserLanguage");
  return { user, bridge, detail: within(detail) };
}

test("a preference is changed in its place, and that can be taken back", async () => {
  const { user, detail } = await openPreferences();
  await user.click(detail.getByRole("button", { name: "Change UserLanguage" }));
  const value = await detail.findByRole("button", { name: /Value$/ });
  expect(document.activeElement).toBe(value);
  await user.click(value);
  await user.click(await screen.findByRole("option", { name: "Magyar (hu)" }));
  await user.click(detail.getByRole("button", { name: "Save" }));
  await detail.findByText("hu");
  expect(document.activeElement).toBe(detail.getByRole("button", { name: "Change UserLanguage" }));
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await detail.findByText("de");
});

test("a preference is added, and removed", async () => {
  const { user, detail } = await openPreferences();
  await user.click(detail.getByRole("button", { name: "Add preference" }));
  await user.type(detail.getByRole("textbox", { name: "Key" }), "UserColour");
  await user.type(detail.getByRole("textbox", { name: "Value" }), "red{Enter}");
  await user.click(await detail.findByRole("button", { name: "Remove UserColour" }));
  await screen.findByText("UserColour was removed");
  expect(detail.queryByText("UserColour")).toBeNull();
});

/** What somebody else stores, or takes away, in between. */
async function setElsewhere(
  { commands }: FakeBridge,
  change: { key: string; value: string | null; was: string | null },
) {
  const { key } = someone((login) => login.length % 7 !== 0);
  await commands.customerUserPreferenceSet(key, { ...change, undo: false });
}

test("a preference that is there already is shown and only replaced when that is wanted", async () => {
  const { user, detail, bridge } = await openPreferences();
  await user.click(detail.getByRole("button", { name: "Add preference" }));
  await user.type(detail.getByRole("textbox", { name: "Key" }), "UserCostCentre");
  await user.type(detail.getByRole("textbox", { name: "Value" }), "99{Enter}");
  await detail.findByText(/^UserCostCentre is there already, with the value “4711”/);
  expect(await storedOf(bridge, "UserCostCentre")).toBe("4711");
  await user.click(detail.getByRole("button", { name: "Replace" }));
  await screen.findByText("UserCostCentre was saved");
  expect(await storedOf(bridge, "UserCostCentre")).toBe("99");
});

test("what somebody else stored meanwhile is not written over unseen", async () => {
  const { user, detail, bridge } = await openPreferences();
  await user.click(detail.getByRole("button", { name: "Change UserCostCentre" }));
  await user.type(detail.getByRole("textbox", { name: "Value" }), "0");
  await setElsewhere(bridge, { key: "UserCostCentre", value: "12", was: "4711" });
  await user.keyboard("{Enter}");
  await detail.findByText(/^UserCostCentre was changed meanwhile, to “12”/);
  expect(detail.getByRole<HTMLInputElement>("textbox", { name: "Value" }).value).toBe("47110");
  expect(await storedOf(bridge, "UserCostCentre")).toBe("12");
  await user.click(detail.getByRole("button", { name: "Replace" }));
  await screen.findByText("UserCostCentre was saved");
  expect(await storedOf(bridge, "UserCostCentre")).toBe("47110");
});

test("a removal leaves what was changed meanwhile, and can be taken back", async () => {
  const { user, detail, bridge } = await openPreferences();
  const { commands } = bridge;
  const set = commands.customerUserPreferenceSet;
  commands.customerUserPreferenceSet = async (login, request) => {
    commands.customerUserPreferenceSet = set;
    await set(login, { ...request, value: "12", undo: false });
    return set(login, request);
  };
  await user.click(detail.getByRole("button", { name: "Remove UserCostCentre" }));
  await detail.findByText(/to “12”. It was not removed.$/);
  await user.click(detail.getByRole("button", { name: "Remove UserCostCentre" }));
  await screen.findByText("UserCostCentre was removed");
  await user.click(screen.getByRole("button", { name: "Undo" }));
  await detail.findByText("UserCostCentre");
  expect(await storedOf(bridge, "UserCostCentre")).toBe("12");
});

test("taking back asks when the preference was changed again", async () => {
  const { user, detail, bridge } = await openPreferences();
  await user.click(detail.getByRole("button", { name: "Remove UserCostCentre" }));
  await screen.findByText("UserCostCentre was removed");
  await setElsewhere(bridge, { key: "UserCostCentre", value: "12", was: null });
  await user.click(screen.getByRole("button", { name: "Undo" }));
  const question = await screen.findByRole("alertdialog", {
    name: "Changed again since you saved",
  });
  await user.click(within(question).getByRole("button", { name: "Leave as it is" }));
  expect(await storedOf(bridge, "UserCostCentre")).toBe("12");
  expect(detail.queryByRole("alert")).toBeNull();
});

test("a value is chosen or checked where it is known what it may be", async () => {
  const { user, detail } = await openPreferences();
  await user.click(detail.getByRole("button", { name: "Change UserShowTickets" }));
  const value = detail.getByRole("textbox", { name: "Value" });
  await user.type(value, " many{Enter}");
  await detail.findByRole("textbox", { description: /^This has to be a whole number\./ });
  await user.keyboard("{Escape}");
  await user.click(detail.getByRole("button", { name: "Change UserLastLogin" }));
  await detail.findByRole("textbox", { name: "Value", description: /Nov 2026/ });
});

async function storedOf({ commands }: FakeBridge, name: string) {
  const { key } = someone((login) => login.length % 7 !== 0);
  const all = await commands.customerUserPreferences(key);
  return all.find((one) => one.key === name)?.value ?? null;
}

test("a refused key and a value that is too long are told at their fields", async () => {
  const { user, detail } = await openPreferences();
  await user.click(detail.getByRole("button", { name: "Add preference" }));
  await user.type(detail.getByRole("textbox", { name: "Key" }), "UserEmail{Enter}");
  const key = await detail.findByRole("textbox", { description: /^This key is no preference\./ });
  expect(key.getAttribute("aria-invalid")).toBe("true");
  await user.clear(key);
  await user.type(key, "UserColour");
  await user.click(detail.getByRole("textbox", { name: "Value" }));
  await user.paste("x".repeat(251));
  await user.keyboard("{Enter}");
  await detail.findByRole("textbox", { description: /At most 250 characters fit/ });
});

test("Escape leaves the preference, not the record", async () => {
  const { user, detail } = await openPreferences();
  await user.click(detail.getByRole("button", { name: "Change UserLanguage" }));
  await user.keyboard("{Escape}");
  expect(detail.queryByRole("textbox")).toBeNull();
  detail.getByText("UserLanguage");
});

test("in a read-only installation preferences are only read", async () => {
  const { detail } = await openPreferences({ current: "nordwind", people: 300 });
  expect(detail.queryByRole("button", { name: /preference|^Change|^Remove/ })).toBeNull();
});

test("customers that grant access stand there when there are several, and lead there", async () => {
  const { user, detail } = await open((login) => login.length % 3 === 0);
  const customers = within(detail).getByText("Customers").nextElementSibling as HTMLElement;
  const links = within(customers).getAllByRole("link");
  expect(links.length).toBe(3);
  const last = links.at(-1)?.textContent ?? "";
  await user.click(links.at(-1) as HTMLElement);
  await screen.findByRole("searchbox", { name: "Search customers" });
  expect(window.location.hash).toContain(`open=${last}`);
});

test("the source stands there, and a foreign table does not tell who changed what", async () => {
  const { detail } = await open(isOfSecondSource);
  within(detail).getByText("Partner portal");
  expect(within(detail).queryByText(/^Changed /)).toBeNull();
});

test("with one source alone, nobody is told which one it is", async () => {
  const { detail } = await open(() => true, { current: "local" });
  expect(within(detail).queryByText("Source")).toBeNull();
});
