import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { expect, test, vi } from "vitest";
import { renderApp } from "../testing/renderApp";

const readOnly = Object.fromEntries(
  ["CustomerUser", "CustomerUser1", "CustomerCompany"].map((id) => [id, { ReadOnly: "1" }]),
);

const hue = () => document.documentElement.style.getPropertyValue("--hue");

async function switchTo(user: UserEvent, name: RegExp) {
  await user.click(await screen.findByRole("button", { name: /^Installation: / }));
  await user.click(await screen.findByRole("menuitemradio", { name }));
}

test("another installation brings its accent, its records, its sources and its words", async () => {
  const { user, bridge } = renderApp();
  await screen.findByText("282 entries");
  await switchTo(user, /^Nordwind test/);
  await screen.findByText("56 entries");
  expect(hue()).toBe("70");
  expect(window.location.hash).toBe("#/customer-users");
  await screen.findByRole("columnheader", { name: "Source" });
  await screen.findByRole("link", { name: "Back ends 3" });
  await screen.findByRole("button", { name: "3 sources" });
  expect((await bridge.commands.installationsRead()).find((one) => one.current)?.name).toBe(
    "Nordwind test",
  );
  await switchTo(user, /^Local directory/);
  await screen.findByText("282 entries");
  expect(hue()).toBe("255");
});

test("nothing that was read of the installation before is shown in the next", async () => {
  const { user } = renderApp({ current: "nordwind-test" }, "/customers?open=ACME");
  await screen.findByRole("complementary", { name: "ACME Maschinenbau" });
  await switchTo(user, /^Local directory/);
  await screen.findByText("282 entries");
  await user.click(screen.getByRole("link", { name: /^Customers/ }));
  await screen.findByRole("grid", { name: "Customers" });
  expect(screen.queryByRole("complementary")).toBeNull();
});

test("a changed form is asked about before the installation is switched", async () => {
  const { user, bridge } = renderApp({}, "/customers/form");
  const switches = vi.spyOn(bridge.commands, "installationSwitch");
  await user.type(await screen.findByRole("textbox", { name: "CustomerID" }), "ZEP");
  await switchTo(user, /^Nordwind test/);
  const question = await screen.findByRole("alertdialog", { name: "Leave without saving?" });
  await user.click(within(question).getByRole("button", { name: "Stay" }));
  expect(switches).not.toHaveBeenCalled();
  await switchTo(user, /^Nordwind test/);
  await user.click(await screen.findByRole("button", { name: "Discard changes" }));
  await screen.findByRole("button", { name: "Installation: Nordwind test" });
});

test("a read-only installation says so where things would be added and edited", async () => {
  const { user } = renderApp({ current: "nordwind" }, "/customer-users?open=e.ahlers255");
  await screen.findByRole("button", { name: "Installation: Nordwind IT, read-only" });
  const detail = await screen.findByRole("complementary", { name: "Eva Ahlers" });
  const edit = within(detail).getByRole("button", { name: "Edit" });
  const add = screen.getByRole("button", { name: "Add customer user" });
  for (const button of [edit, add]) expect(button.getAttribute("aria-disabled")).toBe("true");
  await user.click(add);
  expect(
    await screen.findAllByText(/^This installation is marked read-only\. “Manage/),
  ).not.toHaveLength(0);
  expect(window.location.hash).not.toContain("form");
});

test("where every source only reads, the keys say so too", async () => {
  const { user } = renderApp({ current: "nordwind-test", sourceKeys: readOnly });
  await screen.findByRole("grid", { name: "Customer users" });
  await user.keyboard("{ArrowDown}e");
  await screen.findByText("All sources of this kind are read-only");
  expect(window.location.hash).not.toContain("form");
});

test("where the account may only read, that is said before anything is typed", async () => {
  const address = "/customer-users?open=t.meyerhoff";
  const { user } = renderApp({ current: "nordwind-test", reader: true }, address);
  await screen.findByRole("grid", { name: "Customer users" });
  const add = screen.getByRole("button", { name: "Add customer user" });
  expect(add.getAttribute("aria-disabled")).toBe("true");
  await user.click(add);
  expect(await screen.findAllByText(/^The database account may only read here/)).not.toHaveLength(
    0,
  );
  const detail = await screen.findByRole("complementary", { name: "Tomáš Meyerhoff" });
  const edit = await within(detail).findByRole("button", { name: "Edit" });
  expect(edit.getAttribute("aria-disabled")).toBe("true");
  await user.click(within(detail).getByRole("button", { name: "More actions" }));
  await screen.findByRole("menuitem", { name: "Test login…" });
  expect(screen.queryByRole("menuitem", { name: "Set password…" })).toBeNull();
});

test("what the account may do is followed while the window is open", async () => {
  const { bridge } = renderApp({ current: "nordwind-test" });
  await screen.findByRole("grid", { name: "Customer users" });
  const add = () => screen.getByRole("button", { name: "Add customer user" });
  expect(add().getAttribute("aria-disabled")).toBeNull();
  bridge.setRights("read");
  await waitFor(() => expect(add().getAttribute("aria-disabled")).toBe("true"));
  bridge.setRights("write");
  await waitFor(() => expect(add().getAttribute("aria-disabled")).toBeNull());
});

test("a form that is open is not closed over what was typed", async () => {
  const { user, bridge, client } = renderApp({ current: "nordwind-test" }, "/customer-users/form");
  const box = await screen.findByRole<HTMLInputElement>("textbox", { name: "Firstname" });
  await user.type(box, "Nora");
  bridge.setRights("read");
  await waitFor(() => expect(client.getQueryData(["app"])).toMatchObject({ canWrite: false }));
  expect(screen.getByRole<HTMLInputElement>("textbox", { name: "Firstname" }).value).toBe("Nora");
});

test("a form that leads nowhere says why, and leads back", async () => {
  const { user } = renderApp({ current: "nordwind" }, "/customers/form");
  await screen.findByRole("heading", { name: "Nothing can be added or changed here" });
  await user.click(screen.getByRole("button", { name: "Back to the list" }));
  await screen.findByRole("grid", { name: "Customers" });
});

test("an installation is removed after a question, and the window goes on with another", async () => {
  const { user } = renderApp({ current: "nordwind-test" }, "/installations");
  await user.click(await screen.findByRole("button", { name: "Remove Nordwind test" }));
  const question = await screen.findByRole("alertdialog", {
    name: "Remove Nordwind test from Deskbook?",
  });
  await user.click(within(question).getByRole("button", { name: "Remove installation" }));
  await screen.findByRole("button", { name: "Installation: Local directory" });
  await waitFor(() => expect(screen.queryByRole("button", { name: /Nordwind test/ })).toBeNull());
  const head = screen.getByRole("heading", { level: 1, name: "Installations" });
  await waitFor(() => expect(document.activeElement).toBe(head));
});

test("the palette switches, connects and leads to the back ends", async () => {
  const { user } = renderApp();
  await screen.findByRole("grid", { name: "Customer users" });
  const run = async (command: string) => {
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox"), command);
    await screen.findByRole("option", { name: new RegExp(`^${command}`, "i") });
    await user.keyboard("{Enter}");
  };
  await run("switch to nordwind it");
  await screen.findByRole("button", { name: /^Installation: Nordwind IT/ });
  await run("go to back ends");
  await screen.findByRole("heading", { level: 1, name: "Back ends" });
  await run("connect an otobo database");
  await screen.findByRole("heading", { level: 1, name: "Connect an OTOBO database" });
});

test("the first start leads to a database too", async () => {
  const { user } = renderApp({ people: 0, companies: 0 });
  await user.click(await screen.findByRole("button", { name: /^Connect an OTOBO database/ }));
  await screen.findByRole("heading", { level: 1, name: "Connect an OTOBO database" });
});

test("a switch that fails says why", async () => {
  const error = { code: "keyringFailed", field: null, params: {}, detail: "" } as const;
  const { user } = renderApp({ fail: { installationSwitch: error } });
  await screen.findByRole("grid", { name: "Customer users" });
  await switchTo(user, /^Nordwind test/);
  await screen.findByRole("heading", { name: /^The keyring of this computer cannot be used/ });
});
