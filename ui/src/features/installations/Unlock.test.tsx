import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderApp } from "../../testing/renderApp";

const field = () =>
  screen.findByLabelText<HTMLInputElement>(
    /^Enter the password of deskbook@otobo-db\.nord\.example/,
  );

test("an installation without its password says so in each of its rooms, and opens with it", async () => {
  const { user } = renderApp({ current: "nordwind", locked: true }, "/customers");
  await screen.findByRole("heading", { name: "The password of Nordwind IT is needed" });
  screen.getByText("Password needed");
  await user.click(screen.getByRole("link", { name: /^Customer users/ }));
  await user.type(await field(), "open sesame{Enter}");
  await screen.findByRole("grid", { name: "Customer users" });
  await screen.findByRole("link", { name: "Customer users 300" });
});

test("a password that is refused is not kept in the field, and the reason is said", async () => {
  const { user } = renderApp({ current: "nordwind", locked: true });
  await user.type(await field(), "wrong");
  await user.click(screen.getByRole("button", { name: "Unlock" }));
  await screen.findByRole("heading", { name: "The server refused user and password" });
  expect((await field()).value).toBe("");
});

test("without a password nothing is sent", async () => {
  const { user } = renderApp({ current: "nordwind", locked: true });
  await field();
  await user.click(screen.getByRole("button", { name: "Unlock" }));
  await screen.findByText("Type the password first.");
  await waitFor(async () => expect(document.activeElement).not.toBe(document.body));
});

test("where no keyring runs, the status bar says that the password is for this session only", async () => {
  const { user } = renderApp({ current: "nordwind", locked: true, keyring: false });
  await user.type(await field(), "open sesame{Enter}");
  await screen.findByText("Password kept for this session only");
});

test("the connection can be changed instead", async () => {
  const { user } = renderApp({ current: "nordwind", locked: true });
  await field();
  await user.click(screen.getByRole("button", { name: "Change the connection" }));
  await screen.findByRole("heading", { name: "Change Nordwind IT" });
});
