import { cleanup, screen, waitFor, within } from "@testing-library/react";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { renderApp } from "../../testing/renderApp";
import { setWindowWidth } from "../../testing/windowWidth";

const limit = { kind: "entries", entries: 500 } as const;
const directory = { current: "nordwind-test", directory: true } as const;
// Wide enough for every column, and for an entry of each source in the status bar.
beforeEach(() => setWindowWidth(1400));
afterEach(() => setWindowWidth(1024));

const list = () => screen.findByRole("grid", { name: "Customer users" });

/** Opens somebody from the directory beside the list. */
async function openOne(options = {}) {
  const app = renderApp({ ...directory, ...options });
  const filter = await screen.findByRole("toolbar", { name: "Sources" });
  await app.user.click(within(filter).getByRole("button", { name: "Database" }));
  await waitFor(() => expect(sourcesInSight()).toEqual(new Set(["LDAP Nord"])));
  const [, first] = within(await list()).getAllByRole("row");
  await app.user.click(first as HTMLElement);
  const detail = await screen.findByRole("complementary");
  await within(detail).findByRole("button", { name: /^Edit/ });
  return { ...app, detail };
}

/** What the last column of each row says. */
function sourcesInSight(): Set<string> {
  const rows = screen.getAllByRole("row").slice(1);
  return new Set(rows.map((row) => within(row).getAllByRole("gridcell").at(-1)?.textContent ?? ""));
}

test("each row tells its source, and one click switches a source off and on", async () => {
  const { user } = renderApp(directory);
  await list();
  await waitFor(() => expect(sourcesInSight()).toEqual(new Set(["Database", "LDAP Nord"])));
  const filter = screen.getByRole("toolbar", { name: "Sources" });
  const database = within(filter).getByRole("button", { name: "Database" });
  await user.click(database);
  await waitFor(() => expect(sourcesInSight()).toEqual(new Set(["LDAP Nord"])));
  expect(window.location.hash).toContain("off=CustomerUser");
  await user.click(within(filter).getByRole("button", { name: "LDAP Nord" }));
  expect(sourcesInSight()).toEqual(new Set(["LDAP Nord"]));
  await user.click(database);
  await waitFor(() => expect(sourcesInSight().size).toBe(2));
});

test("without the column of sources each name has the sign of its source", async () => {
  const options = { ...directory, settings: { customerUserColumns: ["name", "UserLogin"] } };
  renderApp(options, "/customer-users?off=CustomerUser");
  const [, first] = within(await list()).getAllByRole("row");
  within(first as HTMLElement).getByRole("img", { name: "LDAP Nord (Directory)" });
});

test("with the column of sources the name says nothing of it", async () => {
  renderApp(directory);
  await list();
  await screen.findByRole("columnheader", { name: /^Source/ });
  expect(screen.queryByRole("img", { name: /^LDAP Nord/ })).toBeNull();
});

test("the core is asked for the sources that are switched on", async () => {
  const { user, bridge } = renderApp(directory);
  const starts = vi.spyOn(bridge.commands, "customerUsersSearchStart");
  const filter = await screen.findByRole("toolbar", { name: "Sources" });
  await user.click(within(filter).getByRole("button", { name: "LDAP Nord" }));
  await waitFor(() => expect(starts.mock.lastCall?.[0].sources).toEqual(["CustomerUser"]));
});

test("what only sources that are switched off could have is told, with the way back", async () => {
  const { user } = renderApp(directory, "/customer-users?off=CustomerUser1&q=zzzz");
  await screen.findByRole("heading", { name: "Nothing in these sources" });
  await user.click(screen.getByRole("button", { name: "Search all sources" }));
  await screen.findByRole("heading", { name: "Nothing found for “zzzz”" });
});

test("a list that a server's limit has cut says so, with the line for its administrator", async () => {
  const { user, bridge } = renderApp({ ...directory, limit });
  const note = await screen.findByText(
    "LDAP Nord is partial: 500 entries, the server’s size limit. There are more.",
  );
  const line = note.closest("[role=status]") as HTMLElement;
  await user.click(within(line).getByRole("button", { name: "What the administrator can do" }));
  const remedy = await screen.findByRole("dialog", { name: "What the administrator can do" });
  await user.click(within(remedy).getByRole("button", { name: "Copy the line for OpenLDAP" }));
  await waitFor(() =>
    expect(bridge.copied).toEqual([
      'olcLimits: dn.exact="cn=reader,dc=nord,dc=example" size=unlimited size.prtotal=unlimited',
    ]),
  );
  within(remedy).getByText(/MaxPageSize to 20000/);
});

test("the status bar tells a source that is partial from one that answers", async () => {
  renderApp({ ...directory, limit });
  await screen.findByRole("button", { name: "LDAP Nord partial, 500 entries" });
  screen.getByRole("button", { name: "Database 4 ms" });
});

test("of somebody from a directory nothing is edited but the preferences", async () => {
  const { user, detail } = await openOne();
  await within(detail).findByText("in the directory, which does not show it");
  expect(within(detail).getByText("Read-only").title).toMatch(/^This is from a directory/);
  const edit = within(detail).getByRole("button", { name: /^Edit/ });
  expect(edit.getAttribute("aria-disabled")).toBe("true");
  await user.hover(edit);
  await user.click(within(detail).getByRole("tab", { name: "Preferences" }));
  await within(detail).findByRole("button", { name: "Add preference" });
});

test("the key for editing says why somebody from a directory is not edited", async () => {
  const { user } = await openOne();
  await user.keyboard("e");
  await screen.findByText(/^This is from a directory, which Deskbook only reads\. Change it/);
  expect(window.location.hash).not.toContain("form");
});

test("the form of somebody from a directory says where they are changed instead", async () => {
  const { commands } = renderApp(directory).bridge;
  const { search } = await commands.customerUsersSearchStart({
    term: "",
    includeInvalid: false,
    order: { kind: "best" },
    place: "palette",
    sources: ["CustomerUser1"],
    asOtobo: false,
    everywhere: false,
    size: 100,
  });
  const { rows } = await commands.customerUsersSearchPage({ search, start: 0, size: 1 });
  cleanup();
  renderApp(directory, `/customer-users/form?login=${rows[0]?.login}`);
  await screen.findByText(/Preferences are OTOBO’s and can be changed here/);
});

test("the entry is shown as it is: all values, times, certificates, and no secret", async () => {
  const { user, detail } = await openOne();
  await user.click(within(detail).getByRole("tab", { name: "Directory entry" }));
  const entry = await within(detail).findByRole("region", { name: "Directory entry" });
  within(entry).getByText(/^uid=.*,ou=people,dc=nord,dc=example$/);
  within(entry).getByText("S-1-5-21-1-2-3-500");
  within(entry).getByText("12345678-9abc-def0-0102-030405060708");
  within(entry).getByText(/^postmaster\+/);
  within(entry).getByText("not shown");
  within(entry).getByText(/^20 Nov 2023/);
  within(entry).getByText("never", { exact: false, selector: "li" });
  within(entry).getByText(/JPEG picture, 20,480 bytes/);
  const expired = within(entry).getAllByText("expired");
  expect(expired.length).toBe(1);
});

test("somebody from a database has no directory entry", async () => {
  const { user } = renderApp(directory, "/customer-users?off=CustomerUser1");
  const [, first] = within(await list()).getAllByRole("row");
  await user.click(first as HTMLElement);
  const detail = await screen.findByRole("complementary");
  await within(detail).findByRole("tab", { name: "Preferences" });
  expect(within(detail).queryByRole("tab", { name: "Directory entry" })).toBeNull();
});

test("photos are read for people of directories in sight, once, and drawn from their pixels", async () => {
  const { bridge, user, detail } = await openOne();
  const photos = vi.spyOn(bridge.commands, "customerUserPhoto");
  await waitFor(() => expect(document.querySelector("[role=grid] canvas")).not.toBeNull());
  await waitFor(() => expect(photos.mock.calls.every(([id]) => id === "CustomerUser1")).toBe(true));
  const asked = new Set(photos.mock.calls.map((call) => call.join(" ")));
  expect(asked.size).toBe(photos.mock.calls.length);
  const initials = within(await list()).getAllByText(/^\p{Lu}{2}$/u);
  expect(initials.length).toBeGreaterThan(0);
  await user.click(within(detail).getByRole("button", { name: /^Close/ }));
});
