import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
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

test("a password is tried before it is kept, and stays refused in the server’s words", async () => {
  const { user, bridge } = renderApp({ current: "nordwind", locked: true });
  await user.type(await field(), "wrong{Enter}");
  await screen.findByText(/^Access denied for user/);
  expect(screen.queryByRole("button", { name: "Keep it anyway" })).toBeNull();
  const read = await bridge.commands.installationsRead();
  expect(read.find(({ id }) => id === "nordwind")?.secret).toBe("missing");
});

test("a password that could not be tried is kept only if its user says so", async () => {
  const { user } = renderApp({ current: "nordwind", locked: true });
  await user.type(await field(), "unreached{Enter}");
  await screen.findByText(/^The password could not be tried/);
  await user.click(screen.getByRole("button", { name: "Keep it anyway" }));
  await screen.findByRole("grid", { name: "Customer users" });
});

test("without a keyring service that is named as the cause, and looked for again", async () => {
  const { user, bridge } = renderApp({ current: "nordwind", locked: true, keyring: false });
  const looks = vi.spyOn(bridge.commands, "healthRetry");
  await screen.findByText(/^No keyring service is running on this computer/);
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(looks).toHaveBeenCalledOnce());
});

test("where the login is refused the list leads to the password, and is back with it", async () => {
  const { user } = renderApp({ current: "nordwind-test", refused: true });
  const alert = await screen.findByRole("alert");
  within(alert).getByRole("button", { name: "Change the connection" });
  await user.click(within(alert).getByRole("button", { name: "Type the password" }));
  await screen.findByText(/^Type the password that this user has on the server now/);
  const password = await screen.findByLabelText(/^Enter the password of deskbook@test-db/);
  await user.type(password, "rotated{Enter}");
  await screen.findByRole("grid", { name: "Customer users" });
});

test("trying the list again after a refusal tells the core that a person asks", async () => {
  const { user, bridge } = renderApp({ current: "nordwind-test", refused: true });
  const retries = vi.spyOn(bridge.commands, "healthRetry");
  const alert = await screen.findByRole("alert");
  await user.click(within(alert).getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(retries).toHaveBeenCalledOnce());
});

test("back ends lead to the password too", async () => {
  const { user } = renderApp({ current: "nordwind-test", refused: true }, "/back-ends");
  const note = await screen.findByRole("alert");
  await user.click(within(note).getByRole("button", { name: "Type the password" }));
  await screen.findByRole("heading", { name: "The password of Nordwind test is needed" });
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
