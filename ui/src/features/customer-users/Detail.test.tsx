import { screen, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { health } from "../../api/health";
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
  const { user, detail } = await open((login) => login.length % 7 !== 0, given);
  await user.click(within(detail).getByRole("tab", { name: "Preferences" }));
  await within(detail).findByText("UserLanguage");
  return { user, detail: within(detail) };
}

test("a preference is changed in its place, and that can be taken back", async () => {
  const { user, detail } = await openPreferences();
  await user.click(detail.getByRole("button", { name: "Change UserLanguage" }));
  const value = detail.getByRole<HTMLInputElement>("textbox", { name: "Value" });
  expect(document.activeElement).toBe(value);
  await user.clear(value);
  await user.type(value, "hu{Enter}");
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
