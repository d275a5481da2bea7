import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderApp } from "../../testing/renderApp";

const rows = () => screen.getAllByRole("row").slice(1);
const choose = async (user: ReturnType<typeof renderApp>["user"], name: string) =>
  user.click(await screen.findByRole("radio", { name }));

test("one box searches all installations, and each row says which it is of", async () => {
  const { user } = renderApp({ current: "nordwind" });
  await user.type(await screen.findByRole("searchbox"), "meyerhoff");
  await screen.findByText("9 found, best match first");
  expect(screen.queryByRole("columnheader", { name: "Installation" })).toBeNull();
  await choose(user, "All installations");
  await screen.findByText("18 found, best match first");
  await screen.findByRole("columnheader", { name: "Installation" });
  expect(within(rows()[0] as HTMLElement).getByTitle("Nordwind IT")).toBeDefined();
  await waitFor(() => expect(rows().length).toBeGreaterThan(9));
  expect(within(rows()[9] as HTMLElement).getByTitle("Local directory")).toBeDefined();
  await choose(user, "This installation");
  await screen.findByText("9 found, best match first");
});

test("an installation without a mirror is said not to be searched, and what to do about it", async () => {
  const { user } = renderApp({ current: "nordwind" });
  await choose(user, "All installations");
  await screen.findByText(/^Nordwind test is not searched: it has no mirror yet/);
});

test("in OTOBO’s language the others are not searched, whatever copies there are", async () => {
  renderApp({ current: "nordwind" }, "/customer-users?everywhere=true&otobo=true");
  await screen.findByText(
    "Local directory and Nordwind test are not searched: other installations are only searched with “Instant”.",
  );
});

test("an installation that was not searched whole is named", async () => {
  const { user } = renderApp({ sources: 2, failing: ["CustomerUser1"] });
  await choose(user, "All installations");
  await screen.findByText(/^Nordwind IT: not all people there were searched/);
});

test("opening somebody of another installation shows that installation, found and open", async () => {
  const { user, bridge } = renderApp({ current: "nordwind" });
  await user.type(await screen.findByRole("searchbox"), "meyerhoff");
  await choose(user, "All installations");
  await screen.findByText("18 found, best match first");
  await waitFor(() => expect(rows().length).toBeGreaterThan(9));
  await user.click(rows()[9] as HTMLElement);
  await screen.findByRole("complementary");
  expect((await bridge.commands.appStart()).installation.id).toBe("local");
  expect(((await screen.findByRole("searchbox")) as HTMLInputElement).value).toBe("meyerhoff");
  expect(screen.getByRole("row", { selected: true })).toBeDefined();
});

test("a row of another installation is not edited from here", async () => {
  const { user } = renderApp({ current: "local" });
  await user.type(await screen.findByRole("searchbox"), "meyerhoff");
  await choose(user, "All installations");
  await waitFor(() => expect(rows().length).toBeGreaterThan(9));
  (rows()[9] as HTMLElement).focus();
  await user.keyboard("e");
  await screen.findByText("Open it first: its installation is shown then");
});
