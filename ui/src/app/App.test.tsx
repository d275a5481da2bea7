import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { errorCodes } from "../bridge/errors";
import type { FakeOptions } from "../bridge/fakeOptions";
import { renderApp } from "../testing/renderApp";

test("the rooms tell how much is in them, and only rooms that exist are there", async () => {
  const { user } = renderApp();
  const rooms = await screen.findByRole("navigation", { name: "Rooms" });
  await within(rooms).findByRole("link", { name: "Customer users 300" });
  expect(within(rooms).getAllByRole("link").length).toBe(4);
  await user.click(within(rooms).getByRole("link", { name: "Customers 40" }));
  await screen.findByRole("grid", { name: "Customers" });
  expect(within(rooms).getByTitle("Customers: 40")).toBeDefined();
  expect(
    within(rooms).getByRole("link", { name: "Customers 40" }).getAttribute("aria-current"),
  ).toBe("page");
});

/** What opens the window again has a page of its own: Locked.test.tsx. */
const startErrors = errorCodes.filter(
  (code) => code !== "vaultLocked" && code !== "recoveryNeeded",
);

test.each(startErrors)("a start that ends in %s says so and can be tried again", async (code) => {
  const { user } = renderApp({ startError: code });
  within(await screen.findByRole("alert")).getByRole("heading", { level: 1 });
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await waitFor(() => expect(screen.getByRole("alert")).toBeDefined());
  await user.click(screen.getByRole("button", { name: "Try again" }));
  await screen.findByRole("grid", { name: "Customer users" });
});

test("theme, language and density are chosen in the settings and kept", async () => {
  const { user, bridge } = renderApp();
  await user.click(await screen.findByRole("button", { name: "Settings" }));
  await user.click(await screen.findByRole("menuitemradio", { name: "Dark" }));
  expect(document.documentElement.dataset.theme).toBe("dark");
  await user.click(screen.getByRole("menuitemradio", { name: "Roomy" }));
  await user.click(screen.getByRole("menuitemradio", { name: "Deutsch" }));
  await screen.findByRole("menuitemradio", { name: "Dunkel" });
  expect(document.documentElement.lang).toBe("de");
  await waitFor(async () =>
    expect(await bridge.commands.settingsRead()).toMatchObject({
      theme: "dark",
      density: "roomy",
      language: "de",
    }),
  );
  await user.keyboard("{Escape}");
  await screen.findByRole("button", { name: "Kundenbenutzer hinzufügen" });
});

test("the question mark shows all keys", async () => {
  const { user } = renderApp();
  await screen.findByRole("grid", { name: "Customer users" });
  await user.keyboard("{ArrowDown}?");
  const sheet = await screen.findByRole("dialog", { name: "Keyboard shortcuts" });
  expect(within(sheet).getByText("Save and finish")).toBeDefined();
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

test("the palette finds a person and opens them", async () => {
  const { user } = renderApp();
  await screen.findByRole("grid", { name: "Customer users" });
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), "bernd meyer");
  await screen.findByText("Nothing fits. Fewer letters find more.");
  await user.clear(screen.getByRole("combobox"));
  await user.type(screen.getByRole("combobox"), "b.meyer");
  await screen.findByRole("option", { name: /Bernd Meyer/ });
  await user.keyboard("{Enter}");
  await screen.findByRole("complementary", { name: "Bernd Meyer" });
});

test("Enter in the palette means what was typed last, though it is not found yet", async () => {
  const { user, bridge } = renderApp();
  await screen.findByRole("grid", { name: "Customer users" });
  await user.keyboard("{Control>}k{/Control}");
  const field = await screen.findByRole<HTMLInputElement>("combobox");
  await user.type(field, "ahlers");
  await screen.findAllByRole("option", { name: /Ahlers/ });
  const { customerUsersSearchStart: start } = bridge.commands;
  vi.spyOn(bridge.commands, "customerUsersSearchStart").mockImplementation(async (request) => {
    await new Promise((resolve) => setTimeout(resolve, 200));
    return start(request);
  });
  field.select();
  await user.paste("b.meyer");
  await user.keyboard("{Enter}");
  await screen.findByRole("complementary", { name: "Bernd Meyer" });
});

const paletteSays = async (options: Partial<FakeOptions>) => {
  const { user } = renderApp(options);
  await screen.findByRole("navigation", { name: "Rooms" });
  await user.keyboard("{Control>}k{/Control}");
  await user.click(await screen.findByRole("combobox"));
  await user.paste("ahlers");
  const dialog = await screen.findByRole("dialog", { name: "Find people and commands" });
  return within(within(dialog).getByRole("status"));
};

test.each([
  [
    "no source answers",
    { failing: ["CustomerUser", "CustomerUser1"] },
    "People cannot be searched: Nothing answers at this host and port.",
  ],
  [
    "a source does not answer",
    { failing: ["CustomerUser1"] },
    "Partner portal did not answer. Its people are not among these.",
  ],
  [
    "the installation is locked",
    { locked: true },
    /^People cannot be searched: the password of Nordwind IT is needed\./,
  ],
])("the palette says why people are missing when %s", async (_, options, words) => {
  const says = await paletteSays({ current: "nordwind", ...options });
  await says.findByText(words);
  expect(says.queryByText(/^Nothing fits/)).toBeNull();
});

test("the palette runs commands", async () => {
  const { user } = renderApp();
  await screen.findByRole("grid", { name: "Customer users" });
  await user.keyboard("{Control>}k{/Control}");
  await user.type(await screen.findByRole("combobox"), "go to customers");
  await user.keyboard("{Enter}");
  await screen.findByRole("grid", { name: "Customers" });
});

test("an address that leads nowhere leads on", async () => {
  const { user } = renderApp({}, "/nowhere");
  await user.click(await screen.findByRole("button", { name: /^Customer users/ }));
  await screen.findByRole("grid", { name: "Customer users" });
});

test("the way through a form leads back to the search it was left from", async () => {
  const { user } = renderApp();
  await user.type(await screen.findByRole("searchbox"), "c.meyer");
  await screen.findByText(/^\d+ found/);
  await user.keyboard("{Enter}");
  await user.click(await screen.findByRole("button", { name: "Edit" }));
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  const field = await screen.findByRole("searchbox");
  expect((field as HTMLInputElement).value).toBe("c.meyer");
  await screen.findByRole("complementary", { name: "Ćazim Meyer" });
});
