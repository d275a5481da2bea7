import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { expect, test } from "vitest";
import { renderApp } from "../testing/renderApp";

const otobo = { current: "nordwind-test", people: 60 } as const;

async function put(user: UserEvent, label: string, text: string) {
  const box = await screen.findByRole("textbox", { name: label });
  await user.clear(box);
  await user.click(box);
  await user.paste(text);
}

/** Fills in the form of a new person, from a list that was searched. */
async function fillIn(user: UserEvent) {
  await user.click(await screen.findByRole("button", { name: "Add customer user" }));
  await put(user, "Firstname", "Nora");
  await put(user, "Lastname", "Neumann");
  await put(user, "Email", "nora@neumann.example.net");
  await user.type(screen.getByRole("combobox", { name: "Customer" }), "hafenwerk");
  await user.click(await screen.findByRole("radio", { name: "None" }));
}

test("a new person is told with the username that was made, and found in the list", async () => {
  const sourceKeys = { CustomerUser: { AutoLoginCreation: "1" } };
  const { user } = renderApp({ ...otobo, sourceKeys }, "/customer-users?q=meyer");
  await fillIn(user);
  await user.keyboard("{Control>}{Enter}{/Control}");
  const said = await screen.findByText(/^Added Nora Neumann, username auto-\d+$/);
  const login = /auto-\d+/.exec(said.textContent ?? "")?.[0] ?? "";
  await screen.findByRole("complementary", { name: "Nora Neumann" });
  const field = await screen.findByRole<HTMLInputElement>("searchbox");
  expect(field.value).toBe(login);
  const grid = await screen.findByRole("grid", { name: "Customer users" });
  await within(grid).findByRole("row", { name: /Neumann/ });
});

test("a new person is in the list, too, when the form was saved first and left later", async () => {
  const { user } = renderApp(otobo, "/customer-users?q=meyer");
  await fillIn(user);
  await put(user, "Username", "n.neumann");
  await user.keyboard("{Control>}s{/Control}");
  await screen.findByText("Added Nora Neumann, username n.neumann");
  await user.keyboard("{Escape}");
  await screen.findByRole("complementary", { name: "Nora Neumann" });
  const field = await screen.findByRole<HTMLInputElement>("searchbox");
  expect(field.value).toBe("n.neumann");
});

test("a generated password is shown with the username that goes with it", async () => {
  const { user } = renderApp(otobo, "/customer-users");
  await fillIn(user);
  await put(user, "Username", "n.neumann");
  await user.click(screen.getByRole("radio", { name: "Generate" }));
  await user.keyboard("{Control>}s{/Control}");
  await screen.findByText(/^For Nora Neumann, username n\.neumann\./);
});

test("a new customer is told with its ID, and found in the list", async () => {
  const { user } = renderApp(otobo, "/customers?q=acme");
  await user.click(await screen.findByRole("button", { name: "Add customer" }));
  await put(user, "CustomerID", "NEUMANN");
  await put(user, "Customer", "Neumann & Töchter");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await screen.findByText("Added Neumann & Töchter, CustomerID NEUMANN");
  await waitFor(() => expect(window.location.hash).toContain("q=NEUMANN"));
  expect(window.location.hash).toContain("open=NEUMANN");
});

test("a renamed person is found in the list by the new name", async () => {
  const { user } = renderApp({}, "/customer-users?q=t.meyerhoff&open=t.meyerhoff");
  const detail = await screen.findByRole("complementary", { name: "Tomáš Meyerhoff" });
  await user.click(await within(detail).findByRole("button", { name: "Edit" }));
  await put(user, "Username", "renamed");
  await user.keyboard("{Control>}{Enter}{/Control}");
  await user.click(await screen.findByRole("button", { name: /^Rename and move/ }));
  const field = await screen.findByRole<HTMLInputElement>("searchbox");
  await waitFor(() => expect(field.value).toBe("renamed"));
});

test("while a save is on its way the buttons wait, and it is said", async () => {
  const { user, bridge } = renderApp(otobo, "/customer-users");
  await fillIn(user);
  await put(user, "Username", "n.neumann");
  let answer = () => {};
  const { customerUserSave } = bridge.commands;
  bridge.commands.customerUserSave = (draft) =>
    new Promise((resolve) => {
      answer = () => resolve(customerUserSave(draft));
    });
  await user.keyboard("{Control>}s{/Control}");
  const words = await screen.findByText("Saving…");
  expect(words.closest("[role=status]")).not.toBeNull();
  for (const name of [/^Save/, /^Save and finish/]) {
    for (const button of screen.getAllByRole("button", { name })) {
      expect(button.getAttribute("aria-disabled")).toBe("true");
    }
  }
  answer();
  await screen.findByText("Saved");
});
