import type { QueryClient } from "@tanstack/react-query";
import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { health } from "../../api/health";
import type { SourceHealthView } from "../../bridge/bindings";
import type { FakeBridge } from "../../bridge/fake";
import { renderApp } from "../../testing/renderApp";

const unreachable = { code: "hostUnreachable", field: null, params: {}, detail: "" } as const;
const answering = (source: SourceHealthView): SourceHealthView => ({
  ...source,
  state: "answering",
});
const otobo = { current: "nordwind-test" } as const;
const region = (name: string) => screen.findByRole("region", { name });

describe("the room of the back ends", () => {
  test("lists sources in the order they are asked, with their state", async () => {
    renderApp({ ...otobo, failing: ["CustomerUser1"] }, "/back-ends");
    const list = await region("Customer users");
    const [first, second] = within(list).getAllByRole("listitem");
    expect(first?.textContent).toContain("Database CustomerUser");
    expect(second?.textContent).toContain("Partner portal CustomerUser1");
    await within(list).findByText("no answer");
    within(await region("Customers")).getByText("CustomerCompany");
  });

  test("shows the sources of the local directory, which cannot be changed", async () => {
    renderApp({}, "/back-ends");
    within(await region("Customer users")).getByText("CustomerUser");
    expect(screen.queryByRole("button", { name: /^Change / })).toBeNull();
    expect(screen.queryByRole("button", { name: /^Add source/ })).toBeNull();
  });

  test("adds no twelfth source, and says why", async () => {
    const { user } = renderApp({ ...otobo, sources: 11 }, "/back-ends");
    await user.click(await screen.findByRole("button", { name: "Add source of customer users" }));
    expect((await screen.findAllByText("OTOBO asks eleven sources at most")).length).not.toBe(0);
    expect(window.location.hash).toBe("#/back-ends");
  });

  test("takes a source away after a question", async () => {
    const { user } = renderApp(otobo, "/back-ends");
    await user.click(
      await screen.findByRole("button", { name: "Remove Partner portal (CustomerUser1)" }),
    );
    await user.click(await screen.findByRole("button", { name: "Remove source" }));
    await waitFor(() => expect(screen.queryByText("CustomerUser1")).toBeNull());
    await screen.findByRole("link", { name: "Back ends 2" });
  });

  test("calls sources of the same name by their keys too", async () => {
    renderApp(otobo, "/back-ends");
    await screen.findByRole("button", { name: "Change Database (CustomerUser)" });
    await screen.findByRole("button", { name: "Change Database (CustomerCompany)" });
  });

  test("is come to by a key with the focus on its head", async () => {
    const { user } = renderApp(otobo);
    await screen.findByRole("grid", { name: "Customer users" });
    await user.keyboard("{Control>}3{/Control}");
    const head = await screen.findByRole("heading", { level: 1, name: "Back ends" });
    expect(document.activeElement).toBe(head);
  });

  test.each([
    ["an event tells", (bridge: FakeBridge) => bridge.setAnswering("CustomerUser1", true)],
    [
      "a view that opens notices first",
      (bridge: FakeBridge, client: QueryClient) => {
        bridge.commands.healthRead = () =>
          Promise.resolve((client.getQueryData(health().queryKey) ?? []).map(answering));
        void client.invalidateQueries({ queryKey: health().queryKey });
      },
    ],
  ])("reads OTOBO’s settings again by itself when a source is back and %s", async (_, recover) => {
    const { bridge, client } = renderApp({ ...otobo, failing: ["CustomerUser1"] }, "/back-ends");
    const read = bridge.commands.systemSettingsRead;
    bridge.commands.systemSettingsRead = () => Promise.reject(unreachable);
    const settings = await region("Settings of OTOBO");
    await within(settings).findByRole("alert");
    await screen.findByText("no answer");
    bridge.commands.systemSettingsRead = read;
    recover(bridge, client);
    await within(settings).findByText("CheckMXRecord");
  });

  test("says what OTOBO’s settings are and where each value comes from", async () => {
    renderApp(otobo, "/back-ends");
    const settings = await region("Settings of OTOBO");
    await within(settings).findByText("CheckMXRecord");
    within(settings).getByText("not deployed yet");
    within(settings).getAllByText("changed in OTOBO");
  });

  test("puts a value over a setting, and takes it away again", async () => {
    const { user } = renderApp(otobo, "/back-ends");
    const settings = await region("Settings of OTOBO");
    const override = await within(settings).findByRole("button", {
      name: "Override CustomerGroupSupport",
    });
    await user.click(override);
    const value = await screen.findByRole("textbox", { name: "Value in force" });
    await user.clear(value);
    await user.type(value, "0");
    await user.click(screen.getByRole("button", { name: "Override" }));
    await within(settings).findByText("overridden here");
    within(settings).getByText("Read from OTOBO: 1");
    await user.click(override);
    await user.click(await screen.findByRole("button", { name: "Take the override away" }));
    await waitFor(() => expect(within(settings).queryByText("overridden here")).toBeNull());
  });
});

describe("overrides", () => {
  async function override(name: string, typed: string) {
    const { user, bridge } = renderApp(otobo, "/back-ends");
    await user.click(await screen.findByRole("button", { name: `Override ${name}` }));
    const value = await screen.findByRole<HTMLInputElement>("textbox", { name: "Value in force" });
    await user.clear(value);
    await user.click(value);
    await user.paste(typed);
    await user.click(screen.getByRole("button", { name: "Override" }));
    return { user, bridge, value };
  }

  test("a value that OTOBO could make nothing of is told beside the field, and stays there", async () => {
    const { user, value } = await override("CheckEmailInvalidAddress", "@(acme");
    await screen.findByText(/^This pattern cannot be understood\./);
    expect(value.value).toBe("@(acme");
    expect(value.getAttribute("aria-invalid")).toBe("true");
    await user.type(value, ")");
    expect(screen.queryByText(/^This pattern/)).toBeNull();
    await user.click(screen.getByRole("button", { name: "Override" }));
    await screen.findByText("overridden here");
  });

  test("a number out of its range is told with the range", async () => {
    await override("Customer::AuthModule::DB::bcryptCost", "40");
    await screen.findByText("A whole number from 9 to 31.");
  });

  test("what nobody stored in OTOBO is not said to be read from it", async () => {
    await override("ReferenceData::OwnCountryList", "DE: Germany");
    await screen.findByText("Without it, Deskbook’s default holds: empty");
  });
});

test("a database without settings is said to have none", async () => {
  const { user, bridge } = renderApp(otobo, "/customers");
  const read = await bridge.commands.systemSettingsRead();
  const shipped = read.map((one) => ({ ...one, origin: "shipped" as const }));
  bridge.commands.systemSettingsRead = () => Promise.resolve(shipped);
  await user.click(await screen.findByRole("link", { name: /^Back ends/ }));
  await screen.findByText(/^This database stores no settings of OTOBO \(table sysconfig_default\)/);
});

describe("the form of a source", () => {
  const edit = async (id = "CustomerUser") => {
    const { user, bridge } = renderApp(otobo, `/back-ends/form?id=${id}`);
    const saves = vi.spyOn(bridge.commands, "sourceSave");
    await screen.findByRole("table", { name: "Map" });
    return { user, bridge, saves };
  };
  // Looking by role through some hundred controls takes a test's document seconds.
  const labelled = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name);
  const cell = (column: string, row: number) => labelled(`${column}, row ${row}`);

  test("has every key with its own name, its help and its default", async () => {
    const { bridge } = await edit();
    const { keys } = await bridge.commands.sourceFind("CustomerUser");
    for (const { key } of keys) expect(screen.getAllByText(key).length).toBeGreaterThan(0);
    expect(labelled("Most hits in OTOBO").placeholder).toBe("250");
    screen.getByRole("textbox", {
      name: "Searched columns",
      description: /CustomerUserSearchFields A search looks into these\..*Separated by commas\./,
    });
  });

  test("leaves flags unset, or sets them", async () => {
    const { user, saves } = await edit();
    await user.click(screen.getByRole("button", { name: /Foreign table$/ }));
    await user.click(await screen.findByRole("option", { name: "Yes" }));
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByRole("heading", { level: 1, name: "Back ends" });
    const value = saves.mock.lastCall?.[0].keys.find(({ key }) => key === "Params.ForeignDB");
    expect(value?.value).toBe("1");
  });

  test("edits, adds, removes and moves rows of the map by keyboard", async () => {
    const { user, saves } = await edit();
    await user.clear(cell("Label", 1));
    await user.type(cell("Label", 1), "Salutation");
    await user.keyboard("{Alt>}{ArrowDown}{/Alt}");
    expect(cell("Label", 2).value).toBe("Salutation");
    expect(document.activeElement).toBe(cell("Label", 2));
    await user.click(screen.getByLabelText("Remove row 9"));
    expect(document.activeElement).toBe(screen.getByLabelText("Remove row 9"));
    await user.click(screen.getByRole("button", { name: "Add row" }));
    expect(document.activeElement).toBe(cell("Field", 16));
    await user.type(cell("Field", 16), "UserCostCentre");
    await user.type(cell("Column", 16), "cost_centre");
    await user.click(screen.getByRole("checkbox", { name: "Required, row 16" }));
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByRole("heading", { level: 1, name: "Back ends" });
    const map = saves.mock.lastCall?.[0].map ?? [];
    expect(map.map((row) => row.var).slice(0, 3)).toEqual([
      "UserFirstname",
      "UserTitle",
      "UserLastname",
    ]);
    expect(map.some((row) => row.var === "UserFax")).toBe(false);
    expect(map[1]?.label).toBe("Salutation");
    expect(map.at(-1)).toMatchObject({ var: "UserCostCentre", storage: "cost_centre", shown: 1 });
    expect(map.at(-1)?.required).toBe(true);
  });

  test("says what is wrong beside the key and under the row", async () => {
    const { user, saves } = await edit();
    await user.clear(labelled("Most hits in OTOBO"));
    await user.type(labelled("Most hits in OTOBO"), "many");
    await user.clear(cell("Column", 2));
    await user.type(cell("Column", 2), "first name");
    await screen.findByText("Only a whole number fits here.");
    await screen.findByText(/^Column: This is no name of a table or column/);
    expect(cell("Column", 2).getAttribute("aria-invalid")).toBe("true");
    await user.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(saves).toHaveBeenCalledOnce());
    await screen.findByText(/fields need your attention:$/);
    await user.click(screen.getByRole("link", { name: "Map" }));
    expect(document.activeElement).toBe(cell("Column", 2));
    expect(cell("Column", 2).value).toBe("first name");
  });

  test("does not complain of a row before anything is typed in it", async () => {
    const { user } = await renderNew();
    await user.click(screen.getByRole("button", { name: "Add row" }));
    await user.type(cell("Label", 17), "x");
    await screen.findByText("Column: This is needed.");
  });

  async function renderNew() {
    const { user } = renderApp(otobo, "/back-ends/form?new=customerUsers");
    await screen.findByRole("heading", { level: 1, name: "New source of customer users" });
    await screen.findByRole("table", { name: "Map" });
    return { user };
  }

  test("a new source takes the first free number and opens with the shipped default", async () => {
    const { user } = await renderNew();
    screen.getByText("Back ends · CustomerUser2");
    await user.clear(labelled("Name"));
    await user.type(labelled("Name"), "Suppliers");
    await user.type(labelled(/^Table\W?$/), "suppliers");
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("CustomerUser2");
  });

  test("a new source takes neither the name nor the table of another one", async () => {
    const { user } = await renderNew();
    expect(labelled("Name").value).toBe("Database 2");
    const table = labelled(/^Table\W?$/);
    expect(table.value).toBe("");
    await user.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(table.getAttribute("aria-invalid")).toBe("true"));
    expect(document.activeElement).toBe(table);
  });

  test("hides the password of its own database, and says afterwards that it is kept", async () => {
    const { user, saves, bridge } = await edit("CustomerUser1");
    const password = () => labelled("Password of that database");
    await user.click(screen.getByText("A database of its own: nothing set"));
    expect(password().type).toBe("password");
    await user.type(labelled("DSN of a database of its own"), "DBI:mysql:database=crm;host=crm");
    await user.type(labelled("User of that database"), "reader");
    await user.type(password(), "hunter2");
    const eye = within(password().closest("[data-field]") as HTMLElement).getByRole("button");
    await user.click(eye);
    expect(password().type).toBe("text");
    await user.keyboard("{Control>}s{/Control}");
    await user.click(await screen.findByRole("button", { name: /^Change Partner portal/ }));
    await screen.findByText(/Kept\. Type to replace it\./);
    expect(password().value).toBe("");
    const stored = await bridge.commands.sourceFind("CustomerUser1");
    expect(stored.keys.find(({ key }) => key === "Params.Password")?.value).toBe("");
    await user.type(labelled("User of that database"), "2");
    const anew = "Type it again, it was kept for reader on DBI:mysql:database=crm;host=crm.";
    expect((await screen.findAllByText(anew)).length).toBeGreaterThan(0);
    expect(password().getAttribute("aria-invalid")).toBe("true");
    expect(saves).toHaveBeenCalledOnce();
  });

  test("edits drop-downs", async () => {
    const { user, saves } = await edit();
    await user.click(screen.getByRole("button", { name: "Add entry" }));
    await user.type(labelled("Stored value, entry 1"), "mr");
    await user.type(labelled("Shown text, entry 1"), "Mr");
    await user.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(saves).toHaveBeenCalledOnce());
    expect(saves.mock.lastCall?.[0].selections).toEqual([
      { var: "UserTitle", value: "mr", text: "Mr" },
    ]);
  });

  test("reads with the settings before they are saved", async () => {
    const { user, bridge, saves } = await edit();
    await user.keyboard("{Control>}{Enter}{/Control}");
    const panel = screen.getByRole("region", { name: "Test" });
    await within(panel).findByText("60 records");
    expect(within(panel).getAllByRole("listitem").length).toBe(10);
    await user.click(within(panel).getByRole("button", { name: "Copy the statement" }));
    expect(bridge.copied.at(-1)).toMatch(/^CREATE INDEX/);
    expect(saves).not.toHaveBeenCalled();
    await user.type(labelled(/^Table\W?$/), "2");
    within(panel).getByText("before your last change");
  });

  test("a test says how the server was talked to, and a database of its own is verified", async () => {
    const { user } = await edit();
    await user.click(screen.getByText("A database of its own: nothing set"));
    screen.getByRole("button", { name: /^Not set: verified, except within this computer/ });
    await user.click(labelled("DSN of a database of its own"));
    await user.paste("DBI:mysql:database=crm;host=crm.test");
    await user.type(labelled("User of that database"), "reader");
    await user.type(labelled("Password of that database"), "hunter2");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("Read over: TLS, certificate and name verified");
    await user.click(screen.getByRole("button", { name: /^Not set: verified/ }));
    await user.click(await screen.findByRole("option", { name: "Not encrypted" }));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("Read over: Not encrypted");
  });

  test("a test that lacks the password marks the field, and asks no server", async () => {
    const { user, bridge } = await edit();
    const tests = vi.spyOn(bridge.commands, "sourceTest");
    bridge.commands.sourceCheck = () =>
      Promise.resolve([
        { key: "Params.User", row: null, column: null, problem: { kind: "required" } },
      ]);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByText("This is needed.");
    await waitFor(() => expect(document.activeElement).toBe(labelled("User of that database")));
    expect(tests).not.toHaveBeenCalled();
  });

  test("a table that is not there is said to be missing", async () => {
    const { user } = await edit();
    const table = labelled(/^Table\W?$/);
    await user.clear(table);
    await user.type(table, "missing");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByRole("heading", { name: "A table is missing in the database" });
  });

  test("asks before a changed form is left", async () => {
    const { user } = await edit();
    await user.type(labelled("Name"), "x");
    await user.keyboard("{Escape}");
    await screen.findByRole("alertdialog", { name: "Leave without saving?" });
  });

  test("a source that was taken away is said to be gone", async () => {
    renderApp(otobo, "/back-ends/form?id=CustomerUser9");
    await screen.findByRole("heading", { name: "This source is not there any more" });
  });
});
