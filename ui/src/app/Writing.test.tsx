import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { FakeBridge } from "../bridge/fake";
import type { FakeOptions } from "../bridge/fakeOptions";
import { sampleCustomerUser } from "../bridge/fakeRecords";
import { renderApp } from "../testing/renderApp";

const somebody = sampleCustomerUser(3, 40);
const { key } = somebody;
const name = "Tomáš Meyerhoff";
const box = (label: string) => screen.getByRole<HTMLInputElement>("textbox", { name: label });

async function openForm(given: Partial<FakeOptions> = {}) {
  const app = renderApp(given, `/customer-users/form?login=${key}`);
  await screen.findByRole("heading", { level: 1, name });
  return app;
}

async function put(user: UserEvent, label: string, text: string) {
  await user.clear(box(label));
  await user.click(box(label));
  await user.paste(text);
}

async function save(user: UserEvent) {
  await user.keyboard("{Control>}s{/Control}");
}

/** What somebody else stores in between. */
async function changeElsewhere({ commands }: FakeBridge, values: Record<string, string>) {
  const record = await commands.customerUserFind(key);
  const was = record?.values ?? {};
  await commands.customerUserSave({
    editing: { key, was },
    source: null,
    options: null,
    values: { ...was, ...values },
    password: { kind: "keep" },
  });
}

async function stored({ commands }: FakeBridge) {
  return (await commands.customerUserFind(key))?.values ?? {};
}

describe("a record that somebody else changed meanwhile", () => {
  async function conflicting() {
    const { user, bridge } = await openForm();
    await put(user, "Phone", "mine");
    await put(user, "Street", "My street 1");
    await changeElsewhere(bridge, { UserPhone: "theirs", UserCity: "Kiel" });
    await save(user);
    const view = await screen.findByRole("alertdialog", { name: /^Changed meanwhile by/ });
    return { user, bridge, view };
  }

  const group = (label: string) => screen.getByRole("radiogroup", { name: label });
  const side = (label: string, name: RegExp) =>
    within(group(label)).getByRole<HTMLInputElement>("radio", { name });

  test("is shown field by field, with what goes without saying preset", async () => {
    const { view } = await conflicting();
    expect(within(view).getAllByRole("radiogroup")).toHaveLength(3);
    expect(side("Phone", /^Yours: mine/).checked).toBe(false);
    expect(side("Phone", /^Theirs: theirs/).checked).toBe(false);
    expect(side("Street", /^Yours: My street 1/).checked).toBe(true);
    expect(side("City", /^Theirs: Kiel/).checked).toBe(true);
    expect(group("Phone").textContent).toContain(`Before: ${somebody.values.UserPhone}`);
  });

  test("is not saved before every field is chosen, and the first open one gets the focus", async () => {
    const { user, bridge } = await conflicting();
    await user.click(screen.getByRole("button", { name: "Save my choice" }));
    await screen.findByText("1 field is still to be chosen.");
    expect(group("Phone").getAttribute("aria-invalid")).toBe("true");
    expect(group("Phone").contains(document.activeElement)).toBe(true);
    expect((await stored(bridge)).UserPhone).toBe("theirs");
  });

  test("is saved as chosen, with the keyboard alone", async () => {
    const { user, bridge, view } = await conflicting();
    await user.click(screen.getByRole("button", { name: "Save my choice" }));
    await user.keyboard(" ");
    expect(side("Phone", /^Yours/).checked).toBe(true);
    await user.click(screen.getByRole("button", { name: "Save my choice" }));
    await waitFor(() => expect(view.isConnected).toBe(false));
    await screen.findByText("Saved");
    expect(await stored(bridge)).toMatchObject({
      UserPhone: "mine",
      UserStreet: "My street 1",
      UserCity: "Kiel",
    });
    expect(box("City").value).toBe("Kiel");
  });

  test("leads back to the form with everything that was typed, and asks again", async () => {
    const { user } = await conflicting();
    await user.click(screen.getByRole("button", { name: "Back to the form" }));
    expect(box("Phone").value).toBe("mine");
    expect(box("Street").value).toBe("My street 1");
    await save(user);
    await screen.findByRole("alertdialog", { name: /^Changed meanwhile by/ });
  });

  test("leads back without losing what was chosen, unless a value changed since", async () => {
    const { user } = await conflicting();
    await user.click(side("Phone", /^Yours: mine/));
    await user.click(side("City", /^Yours/));
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("alertdialog")).toBeNull());
    await save(user);
    await screen.findByRole("alertdialog", { name: /^Changed meanwhile by/ });
    expect(side("Phone", /^Yours: mine/).checked).toBe(true);
    expect(side("City", /^Yours/).checked).toBe(true);
    await user.keyboard("{Escape}");
    await put(user, "Phone", "mine again");
    await save(user);
    await screen.findByRole("alertdialog", { name: /^Changed meanwhile by/ });
    expect(side("Phone", /^Yours: mine again/).checked).toBe(false);
    expect(side("City", /^Yours/).checked).toBe(true);
  });

  test("names nobody where the record does not say who it was", async () => {
    const { user, bridge } = await openForm();
    const { changes } = (await bridge.commands.customerUserFind(key)) ?? {};
    const { customerUserFind } = bridge.commands;
    await changeElsewhere(bridge, { UserPhone: "theirs" });
    // As if it had been written past OTOBO: the time of the last change is the one from before.
    vi.spyOn(bridge.commands, "customerUserFind").mockImplementation(async (login) => {
      const found = await customerUserFind.call(bridge.commands, login);
      return found && { ...found, changes: changes ?? null };
    });
    await put(user, "Phone", "mine");
    await save(user);
    await screen.findByRole("alertdialog", { name: "Changed meanwhile by somebody else" });
  });

  test("can be taken as theirs, and the form goes on from there", async () => {
    const { user, bridge } = await conflicting();
    await user.click(screen.getByRole("button", { name: "Take theirs" }));
    await waitFor(() => expect(box("Phone").value).toBe("theirs"));
    expect(box("Street").value).toBe(somebody.values.UserStreet);
    expect(screen.queryByText("Saved")).toBeNull();
    await put(user, "Street", "Later street 2");
    await save(user);
    await screen.findByText("Saved");
    expect(await stored(bridge)).toMatchObject({ UserPhone: "theirs", UserCity: "Kiel" });
  });

  test("of a customer is asked about too", async () => {
    const { user, bridge } = renderApp({}, "/customers/form?id=ACME");
    await screen.findByRole("heading", { level: 1, name: "ACME Maschinenbau" });
    await put(user, "City", "Kiel");
    const record = await bridge.commands.customerFind("ACME");
    const was = record?.values ?? {};
    const values = { ...was, CustomerCompanyCity: "Ulm" };
    await bridge.commands.customerSave({
      editing: { key: "ACME", was },
      source: null,
      options: null,
      values,
    });
    await save(user);
    await screen.findByRole("radiogroup", { name: "City" });
  });
});

describe("on whose behalf", () => {
  const unsigned = { current: "nordwind-test", agent: null, people: 60 } as const;

  test("is asked at the first save, which then goes on by itself", async () => {
    const { user, bridge } = await openForm(unsigned);
    await put(user, "Phone", "1");
    await save(user);
    const question = await screen.findByRole("dialog", { name: "On whose behalf?" });
    await user.click(await within(question).findByRole("option", { name: /^Tom Becker/ }));
    await user.click(within(question).getByRole("button", { name: "Choose agent" }));
    await screen.findByText("Saved");
    expect((await bridge.commands.agentsRead()).acting).toBe(3);
    expect((await stored(bridge)).UserPhone).toBe("1");
  });

  test("left open keeps the save from happening, is no error, and loses nothing typed", async () => {
    const { user, bridge } = await openForm(unsigned);
    await put(user, "Phone", "1");
    await save(user);
    const question = await screen.findByRole("dialog", { name: "On whose behalf?" });
    await user.click(within(question).getByRole("button", { name: "Cancel" }));
    await waitFor(() => expect(question.isConnected).toBe(false));
    expect(screen.queryByRole("alert")).toBeNull();
    expect(box("Phone").value).toBe("1");
    expect((await stored(bridge)).UserPhone).not.toBe("1");
    await save(user);
    await screen.findByRole("dialog", { name: "On whose behalf?" });
  });

  test("is asked only once nothing else is wrong", async () => {
    const { user } = await openForm(unsigned);
    await put(user, "Lastname", "");
    await save(user);
    await waitFor(() => expect(box("Lastname").getAttribute("aria-invalid")).toBe("true"));
    expect(screen.queryByRole("dialog")).toBeNull();
    await put(user, "Lastname", "Baker");
    await save(user);
    await screen.findByRole("dialog", { name: "On whose behalf?" });
  });

  test("Enter takes who has the focus, and the save goes on", async () => {
    const { user, bridge } = await openForm(unsigned);
    await put(user, "Phone", "1");
    await save(user);
    await screen.findByRole("option", { name: /^Tom Becker/ });
    await user.keyboard("{End}{Enter}");
    await screen.findByText("Saved");
    expect((await bridge.commands.agentsRead()).acting).toBe(4);
    expect((await stored(bridge)).UserPhone).toBe("1");
  });

  test("is asked again when the agent is not valid any more, and nothing typed is lost", async () => {
    const { user, bridge } = await openForm({ ...unsigned, agent: 99 });
    await put(user, "Phone", "1");
    await save(user);
    const question = await screen.findByRole("dialog", { name: "On whose behalf?" });
    within(question).getByText(/is not valid any more in OTOBO/);
    expect((await stored(bridge)).UserPhone).not.toBe("1");
    await user.click(await within(question).findByRole("option", { name: /^Tom Becker/ }));
    await user.click(within(question).getByRole("button", { name: "Choose agent" }));
    await screen.findByText("Saved");
    expect((await stored(bridge)).UserPhone).toBe("1");
  });

  test("of many agents one is found by typing", async () => {
    const { user, bridge } = await openForm(unsigned);
    const agents = Array.from({ length: 40 }, (_, index) => ({
      id: index + 1,
      login: `agent${index}`,
      name: `Agent Number ${index}`,
    }));
    vi.spyOn(bridge.commands, "agentsRead").mockResolvedValue({ agents, acting: null });
    await put(user, "Phone", "1");
    await save(user);
    await user.type(await screen.findByRole("textbox", { name: "Search agents" }), "number 37");
    expect(screen.getAllByRole("option")).toHaveLength(1);
  });

  test("is shown and changed with the back ends", async () => {
    const { user } = renderApp({ current: "nordwind" }, "/back-ends");
    const panel = await screen.findByRole("region", { name: /^On whose behalf changes/ });
    await within(panel).findByText("Rita Krause");
    await user.click(within(panel).getByRole("button", { name: /^Change the agent/ }));
    await user.click(await screen.findByRole("option", { name: /^Aylin/ }));
    await user.click(screen.getByRole("button", { name: "Choose agent" }));
    await within(panel).findByText("Aylin Yıldız");
  });
});

describe("undo", () => {
  const offer = () => screen.findByRole("button", { name: "Undo" });

  test("brings the old values back, in the table and in the form", async () => {
    const { user, bridge } = await openForm();
    await put(user, "Phone", "1");
    await save(user);
    await user.click(await offer());
    await screen.findByText(`Undone: ${name} is as before`);
    expect((await stored(bridge)).UserPhone).toBe(somebody.values.UserPhone);
    await waitFor(() => expect(box("Phone").value).toBe(somebody.values.UserPhone));
    await user.keyboard("{Escape}");
    await screen.findByRole("grid", { name: "Customer users" });
  });

  test("is done by Ctrl+Z in the list too, after the form was left", async () => {
    const { user, bridge } = await openForm();
    await put(user, "Phone", "1");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await screen.findByRole("grid", { name: "Customer users" });
    await offer();
    await user.keyboard("{Control>}z{/Control}");
    await screen.findByText(`Undone: ${name} is as before`);
    expect((await stored(bridge)).UserPhone).toBe(somebody.values.UserPhone);
  });

  test("gives a renamed record its old name back, and the form goes on under it", async () => {
    const { user, bridge } = await openForm();
    await put(user, "Username", "renamed");
    await save(user);
    await user.click(await screen.findByRole("button", { name: /^Rename and move/ }));
    await waitFor(() => expect(window.location.hash).toContain("renamed"));
    await user.click(await offer());
    await user.click(await screen.findByRole("button", { name: /^Undo and move \d+ rows? back$/ }));
    await waitFor(() => expect(window.location.hash).toContain(key));
    expect(box("Username").value).toBe(key);
    expect((await stored(bridge)).UserLogin).toBe(key);
  });

  /** A customer user found by its old name, renamed, and seen in the list again. */
  async function renamedInList() {
    const app = renderApp({}, `/customer-users?q=${key}&open=${key}`);
    const detail = await screen.findByRole("complementary", { name });
    await app.user.click(await within(detail).findByRole("button", { name: "Edit" }));
    await screen.findByRole("textbox", { name: "Username" });
    await put(app.user, "Username", "renamed");
    await app.user.keyboard("{Control>}{Enter}{/Control}");
    await app.user.click(await screen.findByRole("button", { name: /^Rename and move/ }));
    await screen.findByRole("complementary", { name });
    return app;
  }

  test("of a new name leads whoever looks at the record to the old one", async () => {
    const { user } = await renamedInList();
    expect(window.location.hash).toContain("open=renamed");
    await user.click(await offer());
    await user.click(await screen.findByRole("button", { name: /^Undo and move/ }));
    await screen.findByText(`Undone: ${name} is as before`);
    await waitFor(() => expect(window.location.hash).not.toContain("renamed"));
    const detail = await screen.findByRole("complementary", { name });
    within(detail).getAllByText(key, { exact: false });
    expect(screen.queryByText("Nobody has this username any more")).toBeNull();
    expect(await screen.findAllByRole("row", { name: /Meyerhoff/ })).not.toHaveLength(0);
  });

  test("of a new name is asked about in words of its own, and Escape only puts it off", async () => {
    const { user } = await renamedInList();
    await user.click(await offer());
    const question = await screen.findByRole("dialog", {
      name: "Give this customer user the old username back?",
    });
    await within(question).findByText(/moves back in one transaction/);
    await within(question).findByRole("button", { name: /^Undo and move/ });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(await offer()).toBeDefined();
    expect(screen.queryByText("Left as it is")).toBeNull();
    expect(window.location.hash).toContain("open=renamed");
  });

  test("is not offered beside another form", async () => {
    const { user } = await openForm();
    await put(user, "Phone", "1");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await offer();
    await screen.findByRole("grid", { name: "Customer users" });
    await user.click(screen.getByRole("button", { name: "Add customer user" }));
    await screen.findByRole("heading", { level: 1, name: "New customer user" });
    await waitFor(() => expect(screen.queryByRole("button", { name: "Undo" })).toBeNull());
  });

  test("leaves Ctrl+Z to the field that somebody has typed in since", async () => {
    const { user, bridge } = await openForm();
    await put(user, "Phone", "1");
    await save(user);
    await offer();
    await user.type(box("Fax"), "2");
    await user.keyboard("{Control>}z{/Control}");
    expect((await stored(bridge)).UserPhone).toBe("1");
    expect(await offer()).toBeDefined();
  });

  test("asks when somebody changed the record meanwhile", async () => {
    const { user, bridge } = await openForm();
    await put(user, "Phone", "1");
    await save(user);
    await offer();
    await changeElsewhere(bridge, { UserPhone: "2" });
    await user.click(await offer());
    const view = await screen.findByRole("alertdialog", { name: "Changed again since you saved" });
    await user.click(within(view).getByRole("button", { name: "Leave as it is" }));
    await screen.findByText("Left as it is");
    expect((await stored(bridge)).UserPhone).toBe("2");
  });

  test("says why, where it fails", async () => {
    const { user, bridge } = await openForm();
    await put(user, "Phone", "1");
    await save(user);
    const saves = vi.spyOn(bridge.commands, "customerUserSave");
    saves.mockRejectedValueOnce({ code: "deadlock", field: null, params: {}, detail: "" });
    await user.click(await offer());
    const view = await screen.findByRole("alertdialog", { name: "This could not be undone" });
    await user.click(within(view).getByRole("button", { name: "Try again" }));
    await screen.findByText(`Undone: ${name} is as before`);
  });

  test("is offered neither for a new record nor where nothing changed", async () => {
    const { user } = await openForm();
    await save(user);
    await screen.findByText("Saved");
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });

  test("goes with the installation that it is about", async () => {
    const { user } = await openForm();
    await put(user, "Phone", "1");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await offer();
    await user.click(await screen.findByRole("button", { name: /^Installation: / }));
    await user.click(await screen.findByRole("menuitemradio", { name: /^Nordwind test/ }));
    await waitFor(() => expect(screen.queryByRole("button", { name: "Undo" })).toBeNull());
  });
});

test("a right that is missing comes with the statement that gives it", async () => {
  const { user, bridge } = await openForm({ current: "nordwind-test", people: 60 });
  const params = { user: "deskbook", database: "otobo_test", table: "customer_user" };
  const saves = vi.spyOn(bridge.commands, "customerUserSave");
  saves.mockRejectedValueOnce({ code: "writeGrantMissing", field: null, params, detail: "" });
  await put(user, "Phone", "1");
  await save(user);
  const alert = await screen.findByRole("alert");
  await within(alert).findByText(/^GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES/);
  within(alert).getByText(/Table: customer_user/);
});

describe("a save whose end nobody knows", () => {
  const unknown = { code: "outcomeUnknown", field: null, params: {}, detail: "" } as const;

  test("is looked for, and found not to be stored", async () => {
    const { user, bridge } = await openForm();
    vi.spyOn(bridge.commands, "customerUserSave").mockRejectedValueOnce(unknown);
    await put(user, "Phone", "1");
    await save(user);
    const alert = await screen.findByRole("alert");
    expect(within(alert).queryByText(/^Nothing was saved/)).toBeNull();
    await user.click(within(alert).getByRole("button", { name: "Read the record again" }));
    await screen.findByText("Read again: it was not saved. What you typed is still here.");
    expect(box("Phone").value).toBe("1");
    await save(user);
    await screen.findByText("Saved");
  });

  test("is looked for, and found to be stored", async () => {
    const { user, bridge } = await openForm();
    await put(user, "Phone", "1");
    const saves = vi.spyOn(bridge.commands, "customerUserSave").mockImplementationOnce(async () => {
      saves.mockRestore();
      await changeElsewhere(bridge, { UserPhone: "1" });
      throw unknown;
    });
    await save(user);
    await user.click(await screen.findByRole("button", { name: "Read the record again" }));
    await screen.findByText(`${name} was saved after all`);
    await user.keyboard("{Escape}");
    await screen.findByRole("grid", { name: "Customer users" });
  });
});
