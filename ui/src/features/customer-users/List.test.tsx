import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderApp } from "../../testing/renderApp";

const searchField = () => screen.findByRole("searchbox", { name: "Search customer users" });
const grid = () => screen.findByRole("grid", { name: "Customer users" });
const rows = () => screen.getAllByRole("row").slice(1);
const found = async (text: string) => {
  await waitFor(() => expect(screen.getByText(text)).toBeDefined());
};

test("the search field has the focus at the start and the count is honest", async () => {
  renderApp();
  const field = await searchField();
  await grid();
  expect(document.activeElement).toBe(field);
  await found("282 entries");
  expect((await grid()).getAttribute("aria-rowcount")).toBe("283");
});

test("each letter searches, and what matched is marked", async () => {
  const { user } = renderApp();
  await user.type(await searchField(), "meyerhoff");
  await found("9 found, best match first");
  const marks = within(rows()[0] as HTMLElement).getAllByRole("mark");
  expect(marks.map((mark) => mark.textContent?.toLowerCase())).toContain("meyerhoff");
});

test("a count is never said of another search than the one that was typed", async () => {
  const { user } = renderApp({ delay: 40 });
  const field = await searchField();
  await found("282 entries");
  await user.type(field, "meyerhoff");
  expect(screen.queryByText("282 found, best match first")).toBeNull();
  await found("9 found, best match first");
});

test("what was found before is told of its rows until the answer comes or is late", async () => {
  const { user } = renderApp({ delay: 600 });
  const field = await searchField();
  await found("282 entries");
  await user.type(field, "m");
  expect(screen.getByText("282 entries")).toBeDefined();
  await waitFor(() => expect(screen.queryByText("282 entries")).toBeNull());
  expect(rows().length).toBeGreaterThan(1);
  await waitFor(() => expect(screen.getByText(/found, best match first$/)).toBeDefined());
});

test("a row found by its customer's ID shows that ID, marked", async () => {
  const { user } = renderApp();
  await user.type(await searchField(), "kibbutz");
  await waitFor(() => {
    const marks = within(rows()[0] as HTMLElement).getAllByRole("mark");
    expect(marks.map((mark) => mark.textContent)).toContain("KIBBUTZ");
  });
});

test("invalid ones are listed only when asked for, with the word for it", async () => {
  const { user, bridge } = renderApp();
  await user.type(await searchField(), "obermeyer");
  await found("8 found, best match first");
  expect(screen.queryByText("invalid")).toBeNull();
  await user.click(screen.getByRole("radio", { name: "Valid and invalid" }));
  await found("9 found, best match first");
  expect(screen.getByText("invalid")).toBeDefined();
  expect((await bridge.commands.settingsRead()).includeInvalid).toBe(true);
});

test("Escape clears the search", async () => {
  const { user } = renderApp();
  const field = await searchField();
  await user.type(field, "meyer{Escape}");
  expect((field as HTMLInputElement).value).toBe("");
});

test("the way from the search field by keys: arrow, Enter opens, arrows go on, Escape goes back", async () => {
  const { user } = renderApp();
  await user.type(await searchField(), "meyer");
  await waitFor(() => expect(rows().length).toBeGreaterThan(5));
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(rows()[0]);
  await user.keyboard("{Enter}");
  const detail = await screen.findByRole("complementary", { name: "Bernd Meyer" });
  expect(within(detail).getByRole("heading", { name: "Bernd Meyer" })).toBeDefined();
  await user.keyboard("{ArrowDown}");
  await screen.findByRole("complementary", { name: "Ćazim Meyer" });
  expect(screen.getByRole("row", { selected: true })).toBe(document.activeElement);
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
});

test("slash and Ctrl+F lead back to the search field", async () => {
  const { user } = renderApp();
  const field = await searchField();
  await grid();
  for (const keys of ["/", "{Control>}f{/Control}"]) {
    await user.keyboard("{ArrowDown}");
    expect(document.activeElement).not.toBe(field);
    await user.keyboard(keys);
    expect(document.activeElement).toBe(field);
  }
  await user.keyboard("/");
  expect((field as HTMLInputElement).value).toBe("");
});

test.each([
  ["e", "#/customer-users/form?login=b.ahlers196"],
  ["n", "#/customer-users/form"],
])("%s leads from the list to %s", async (key, address) => {
  const { user } = renderApp();
  await grid();
  await user.keyboard(`{ArrowDown}${key}`);
  await waitFor(() => expect(window.location.hash).toBe(address));
});

test("letters typed into the search field are no commands", async () => {
  const { user } = renderApp();
  await user.type(await searchField(), "ne?/");
  expect(window.location.hash).not.toContain("form");
  expect(screen.queryByRole("dialog")).toBeNull();
});

test("the copied address is on the clipboard and said to be", async () => {
  const { user, bridge } = renderApp({}, "/customer-users?open=c.meyer");
  await user.click(await screen.findByRole("button", { name: "Copy email" }));
  await found("Copied");
  expect(bridge.copied).toEqual(["cazim.meyer17@kibbutz.example"]);
});

test("columns are chosen from every field of the map but the password, and kept", async () => {
  const { user, bridge } = renderApp();
  await grid();
  expect(screen.queryByRole("columnheader", { name: "City" })).toBeNull();
  await user.click(screen.getByRole("button", { name: "Columns" }));
  const chooser = await screen.findByRole("dialog", { name: "Columns" });
  expect(within(chooser).getAllByRole("checkbox").length).toBe(16);
  expect(within(chooser).queryByRole("checkbox", { name: "Password" })).toBeNull();
  await user.click(within(chooser).getByRole("checkbox", { name: "City" }));
  await user.click(within(chooser).getByRole("button", { name: "Move City up" }));
  const kept = (await bridge.commands.settingsRead()).customerUserColumns;
  expect(kept?.slice(-2)).toEqual(["UserCity", "UserPhone"]);
  await user.keyboard("{Escape}");
  expect(screen.getByRole("columnheader", { name: "City" })).toBeDefined();
});

test("a list that is short enough can be sorted, up, down and back to best match", async () => {
  const { user } = renderApp();
  await grid();
  const sort = () => screen.getByRole("button", { name: "Username" });
  const header = () => screen.getByRole("columnheader", { name: "Username" });
  await user.click(await screen.findByRole("button", { name: "Username" }));
  await waitFor(() => expect(header().getAttribute("aria-sort")).toBe("ascending"));
  await found("282 entries, sorted");
  await user.click(sort());
  await waitFor(() => expect(header().getAttribute("aria-sort")).toBe("descending"));
  await user.click(sort());
  await found("282 entries");
});

test("a million rows are counted, reached to the last one, and not offered for sorting", async () => {
  const { user } = renderApp({ people: 1_000_000 });
  await found("1,000,000 entries");
  expect(screen.queryByRole("button", { name: "Username" })).toBeNull();
  expect(screen.getByTitle(/too unknown, to be sorted by Username/)).toBeDefined();
  await user.keyboard("{ArrowDown}{End}");
  await waitFor(() => expect(document.activeElement?.textContent).toContain("Lang, Aisha"));
  expect(document.activeElement?.getAttribute("aria-rowindex")).toBe("1000001");
});

test("the palette's search leaves the list's search open, and ends when it is left", async () => {
  const { user, bridge } = renderApp({ people: 1_000_000 });
  const starts = vi.spyOn(bridge.commands, "customerUsersSearchStart");
  await found("1,000,000 entries");
  await user.keyboard("{Control>}k{/Control}");
  await user.click(await screen.findByRole("combobox"));
  await user.paste("meyer");
  await screen.findAllByRole("option", { name: /Meyer/ });
  const ends = vi.spyOn(bridge.commands, "searchCancel");
  await user.keyboard("{Escape}{ArrowDown}{End}");
  await screen.findByRole("row", { name: /Lang, Aisha/ });
  expect(starts.mock.calls.map(([request]) => request.place)).toEqual(["list", "palette"]);
  await waitFor(() => expect(ends).toHaveBeenCalledOnce());
});

test("a term that was typed over and comes back is searched anew", async () => {
  const { user } = renderApp({ delay: 40 });
  const field = await searchField();
  await user.type(field, "meyer");
  await user.type(field, "x{Backspace}");
  await found("27 found, best match first");
});

test("while no row is marked and nothing is open, the key for editing edits nobody", async () => {
  const { user } = renderApp();
  await grid();
  (document.activeElement as HTMLElement).blur();
  await user.keyboard("e");
  expect(window.location.hash).not.toContain("form");
  await user.keyboard("/{ArrowDown}e");
  await waitFor(() => expect(window.location.hash).toContain("form"));
});

test("coming back from a form, the record's row is in sight and selected", async () => {
  const { user } = renderApp();
  await grid();
  await user.keyboard("{ArrowDown}{PageDown}{PageDown}{PageDown}{Enter}");
  const opened = (await screen.findByRole("row", { selected: true })).getAttribute("aria-rowindex");
  await user.keyboard("e");
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  const row = await screen.findByRole("row", { selected: true });
  expect(row.getAttribute("aria-rowindex")).toBe(opened);
  expect(row.tabIndex).toBe(0);
  await user.keyboard("{ArrowDown}");
  expect(document.activeElement).toBe(row);
});

test("while hits are being counted, their number is called the least there are", async () => {
  const { bridge } = renderApp({ people: 1_000_000 });
  vi.spyOn(bridge.commands, "searchCount").mockReturnValue(new Promise(() => {}));
  await found("at least 40, counting…");
  await found("1–12 of at least 40");
});

test("a change made elsewhere is seen in the list and in the detail", async () => {
  const { bridge } = renderApp({}, "/customer-users?q=c.meyer&open=c.meyer");
  await screen.findByRole("complementary", { name: "Ćazim Meyer" });
  const record = await bridge.commands.customerUserFind("c.meyer");
  await bridge.commands.customerUserSave({
    editing: { key: "c.meyer", was: record?.values ?? {} },
    source: null,
    options: null,
    values: { ...record?.values, UserFirstname: "Kazimir" },
    password: { kind: "keep" },
  });
  await screen.findByRole("complementary", { name: "Kazimir Meyer" });
  await screen.findByRole("row", { name: /Meyer, Kazimir/ });
});

test("nothing found offers to search the invalid ones too", async () => {
  const { user } = renderApp();
  await user.type(await searchField(), "xyzzy");
  await screen.findByRole("heading", { name: "Nothing found for “xyzzy”" });
  await user.click(screen.getByRole("button", { name: "Search invalid too" }));
  await waitFor(() =>
    expect(screen.queryByRole("button", { name: "Search invalid too" })).toBeNull(),
  );
  await user.click(screen.getByRole("button", { name: "Clear search" }));
  await found("300 entries");
});

test("several words that nobody has as one text are searched word by word", async () => {
  const { user } = renderApp();
  const field = await searchField();
  await user.click(field);
  await user.paste("bernd meyer");
  await screen.findByText(/^OTOBO takes several words as one text/);
  const [first] = screen.getAllByRole("button", { name: /^Search / });
  expect(first?.textContent).toBe("Search bernd+meyer: all words");
  await user.click(first as HTMLElement);
  expect((field as HTMLInputElement).value).toBe("bernd+meyer");
  await screen.findByText(/^\d+ found/);
});

test("an address is said not to be searched where its column is not", async () => {
  const { user } = renderApp();
  await user.click(await searchField());
  await user.paste("cazim@kibbutz.example");
  await screen.findByText(/^Email addresses are not searched here/);
});

test("the head of a column says what pressing it does, or that it does nothing", async () => {
  const { user } = renderApp();
  await user.click(await screen.findByTitle("Sort by Username, A to Z"));
  await user.click(await screen.findByTitle("Sort by Username, Z to A"));
  await screen.findByTitle("Sort no longer by Username");
  const customer = screen.getByRole("columnheader", { name: "Customer" });
  expect(customer.title).toBe("The list cannot be sorted by Customer");
});

test("those that another source hides are counted for themselves", async () => {
  const { bridge } = renderApp(
    { current: "nordwind", sources: 2, settings: { includeInvalid: true } },
    "/customer-users",
  );
  const numbers = { customerUsers: 600, customers: 40 };
  vi.spyOn(bridge.commands, "overviewRead").mockResolvedValue(numbers);
  await found("300 entries, 300 more hidden by the same keys in another source");
  await found("600 contacts in 2 sources");
  await screen.findByTitle("Customer users: 600 in 2 sources, each counted for itself");
});

test("one Escape on the button that closes the detail closes it, whatever its tooltip does", async () => {
  const { user } = renderApp({}, "/customer-users?open=c.meyer");
  const close = await screen.findByRole("button", { name: "Close" });
  for (let steps = 0; document.activeElement !== close && steps < 60; steps++) await user.tab();
  await screen.findByRole("tooltip");
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("complementary")).toBeNull());
});

test("a search that cannot be understood says so, and the next letter mends it", async () => {
  const { user } = renderApp();
  const field = await searchField();
  await user.type(field, "((");
  await screen.findByRole("alert");
  expect(screen.getByText("This search cannot be understood")).toBeDefined();
  await user.clear(field);
  await grid();
});

test("a search that cannot be understood can be taken as it stands", async () => {
  const { user } = renderApp();
  const field = await searchField();
  await user.type(field, "((");
  await user.click(await screen.findByRole("button", { name: "Search for exactly this text" }));
  expect((field as HTMLInputElement).value).toBe('"(("');
  await screen.findByRole("heading", { name: /^Nothing found/ });
});

test("an error says what, where and what to do, and can be tried again", async () => {
  renderApp({ failWith: "databaseDamaged" });
  const alert = await screen.findByRole("alert");
  expect(
    within(alert).getByRole("heading", { name: "A file of Deskbook is damaged" }),
  ).toBeDefined();
  expect(within(alert).getByText("Place: /home/rita/deskbook")).toBeDefined();
  expect(within(alert).getByRole("button", { name: "Try again" })).toBeDefined();
  expect(screen.getByText("Local directory cannot be read")).toBeDefined();
});

test("somebody who is not there any more is said to be gone", async () => {
  renderApp({}, "/customer-users?open=nobody");
  await screen.findByRole("heading", { name: "Nobody has this username any more" });
});
