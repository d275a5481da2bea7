import { screen, waitFor } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { CommandError } from "../../bridge/bindings";
import { sampleCustomerUser } from "../../bridge/fakeRecords";
import { changeLanguage } from "../../i18n";
import { renderForm } from "../../testing/renderForm";

const box = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });
const described = (name: string, description: RegExp) =>
  screen.findByRole("textbox", { name, description });
const customer = () => screen.getByRole<HTMLInputElement>("combobox", { name: "Customer" });
const button = (name: string) => screen.getByRole("button", { name });
const list = () => screen.findByRole("heading", { name: "The list" });
const form = (name: string) => screen.findByRole("heading", { level: 1, name });

const somebody = sampleCustomerUser(3, 10);
const diskFull: CommandError = {
  code: "diskFull",
  field: null,
  params: { path: "/data" },
  detail: "disk full",
};

/** Puts a text in a field at once, where a test is not about typing: each letter draws the form anew. */
async function put(user: UserEvent, field: HTMLElement, text: string) {
  await user.click(field);
  await user.paste(text);
}

/** Fills in all that a customer user needs. */
async function fillIn(user: UserEvent) {
  await put(user, box("Firstname"), "Nora");
  await put(user, box("Lastname"), "Neu");
  await put(user, box("Username"), "n.neu");
  await put(user, box("Email"), "n.neu@hafenwerk.example");
  await put(user, customer(), "Hafen");
  await user.click(await screen.findByRole("option", { name: /^Hafen ?werk/ }));
}

describe("while typing", () => {
  test("a taken username is said beside the field, with a free one to put in", async () => {
    const { user } = await renderForm("/customer-user");
    await user.type(box("Username"), somebody.key);
    const taken = await described("Username", /^Taken by .+ Free: /);
    expect(taken.getAttribute("aria-invalid")).toBe("true");
    await user.click(button(`${somebody.key}2`));
    expect(box("Username").value).toBe(`${somebody.key}2`);
    expect(document.activeElement).toBe(box("Username"));
    await described("Username", /^Not used yet$/);
  });

  test("who has an address already is said by name", async () => {
    const { user } = await renderForm("/customer-user");
    await put(user, box("Email"), somebody.values.UserEmail ?? "");
    await described("Email", new RegExp(`^Already used by .+ \\(${somebody.key}\\)`));
  });

  test("nobody is corrected in the middle of an address", async () => {
    const { user } = await renderForm("/customer-user");
    await user.type(box("Email"), "nora@");
    await user.type(box("Username"), somebody.key);
    await described("Username", /^Taken by/);
    await described("Email", /^Not an email address yet/);
    await user.clear(box("Email"));
    await put(user, box("Email"), "nora@hafenwerk.example");
    await described("Email", /^Not used yet$/);
  });

  test("a field that is needed says so only after it was left", async () => {
    const { user, checks } = await renderForm("/customer-user");
    await user.click(box("Firstname"));
    await waitFor(() => expect(checks).toHaveResolved());
    expect(screen.queryByText("This field is needed.")).toBeNull();
    await user.tab();
    await described("Firstname", /^This field is needed\.$/);
    expect(screen.getAllByText("This field is needed.")).toHaveLength(1);
    expect(screen.getByRole("status").textContent).toMatch(/^1 field needs your attention:/);
  });

  test("what is too long is counted and not cut", async () => {
    const { user } = await renderForm("/customer-user");
    await user.click(box("Title or salutation"));
    await user.paste("x".repeat(48));
    await described("Title or salutation", /^48 of 50 characters$/);
    await user.paste("y".repeat(12));
    await described("Title or salutation", /^10 characters too many/);
    expect(box("Title or salutation").value).toHaveLength(60);
  });

  test("pasted lines become one line without running into each other", async () => {
    const { user } = await renderForm("/customer-user");
    await user.click(box("Street"));
    await user.paste("Am Markt 3\nHinterhaus\n");
    expect(box("Street").value).toBe("Am Markt 3 Hinterhaus");
    await user.click(box("Comment"));
    await user.paste("one\ntwo");
    expect(box("Comment").value).toBe("one\ntwo");
  });
});

describe("the customer", () => {
  test("is found by name and picked with the keyboard alone", async () => {
    const { user } = await renderForm("/customer-user");
    customer().focus();
    await user.keyboard("glo");
    await screen.findByRole("option", { name: /^Glo ?bex Logistik GLOBEX$/ });
    await user.keyboard("{ArrowDown}{Enter}");
    expect(customer().value).toMatch(/^Glo/);
    expect(screen.queryByRole("listbox")).toBeNull();
    await user.tab();
    expect(screen.queryByText(/no such customer/)).toBeNull();
  });

  test("whose name was typed in full is taken when the form is saved", async () => {
    const { user, saves } = await renderForm("/customer-user");
    await user.type(customer(), "hafenwerk");
    await user.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(saves).toHaveBeenCalled());
    expect(saves.mock.calls[0]?.[0].values.UserCustomerID).toBe("HAFENWERK");
  });

  test("that does not exist is said after the field was left", async () => {
    const { user } = await renderForm("/customer-user");
    await user.type(customer(), "Nowhere Ltd");
    await user.keyboard("{Escape}");
    await user.tab();
    await screen.findByText(/There is no such customer/);
    expect(button("add it")).toBeTruthy();
  });

  test("is added on the way, with nothing typed lost", async () => {
    const { user } = await renderForm("/customer-user");
    await user.type(box("Firstname"), "Nora");
    await user.type(customer(), "Zeppelin");
    await user.click(await screen.findByRole("option", { name: "Add customer “Zeppelin”…" }));
    await form("New customer");
    expect(box("Customer").value).toBe("Zeppelin");
    await user.type(box("CustomerID"), "ZEP");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await form("New customer user");
    expect(box("Firstname").value).toBe("Nora");
    await waitFor(() => expect(customer().value).toBe("Zeppelin"));
    await user.click(button("Cancel"));
    await screen.findByRole("alertdialog");
  });

  test("a draft is given up by going elsewhere from the customer's form", async () => {
    const { user, router } = await renderForm("/customer-user");
    await user.type(box("Firstname"), "Nora");
    await user.click(button("Show suggestions Customer"));
    await user.click(await screen.findByRole("option", { name: "Add customer…" }));
    await form("New customer");
    await router.navigate({ to: "/" } as never);
    await list();
    await router.navigate({ to: "/customer-user" } as never);
    await form("New customer user");
    expect(box("Firstname").value).toBe("");
  });

  test("comes first when there is none", async () => {
    const { user } = await renderForm("/customer-user", { people: 0, companies: 0 });
    await screen.findByRole("heading", { name: "A customer comes first" });
    await user.click(screen.getByRole("button", { name: /^Add customer/ }));
    await form("New customer");
  });
});

describe("saving", () => {
  test("a new customer user stays in the form, which edits it from then on", async () => {
    const { user, saves, router } = await renderForm("/customer-user");
    await fillIn(user);
    await user.click(screen.getByRole("radio", { name: "None" }));
    await user.keyboard("{Control>}s{/Control}");
    await form("Nora Neu");
    await screen.findByText("Saved");
    expect(saves.mock.calls[0]?.[0]).toMatchObject({
      editing: null,
      values: { UserLogin: "n.neu", UserCustomerID: "HAFENWERK", ValidID: "valid" },
      password: { kind: "none" },
    });
    await waitFor(() => expect(router.state.location.search).toEqual({ editing: "n.neu" }));
    expect(screen.getByRole<HTMLInputElement>("radio", { name: "Keep" }).checked).toBe(true);
    await user.type(box("Phone"), "123");
    expect(screen.queryByText("Saved")).toBeNull();
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    expect(saves.mock.calls[1]?.[0].editing).toMatchObject({
      key: "n.neu",
      was: { UserLogin: "n.neu", UserFirstname: "Nora" },
    });
  });

  test("after a new one was saved, adding begins with an empty form", async () => {
    const { user, router } = await renderForm("/customer-user");
    await fillIn(user);
    await user.click(screen.getByRole("radio", { name: "None" }));
    await user.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(router.state.location.search).toEqual({ editing: "n.neu" }));
    await router.navigate({ to: "/customer-user", search: {} } as never);
    await form("New customer user");
    expect(box("Firstname").value).toBe("");
    expect(box("Username").readOnly).toBe(false);
  });

  test("what is typed while a save is on its way stays, and is not saved yet", async () => {
    const { user, saves } = await renderForm("/customer-user", { delay: 150 });
    await fillIn(user);
    await user.click(screen.getByRole("radio", { name: "None" }));
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saving…");
    await waitFor(() => expect(saves).toHaveBeenCalledTimes(1));
    await user.type(box("Fax"), "77");
    await form("Nora Neu");
    expect(box("Fax").value).toBe("77");
    expect(screen.queryByText("Saved")).toBeNull();
    await user.click(button("Cancel"));
    await screen.findByRole("alertdialog");
  });

  test("a generated password is shown once and kept nowhere", async () => {
    const { user, fake, client } = await renderForm("/customer-user");
    await fillIn(user);
    await user.keyboard("{Control>}{Enter}{/Control}");
    const dialog = await screen.findByRole("dialog", { name: "Generated password" });
    const password = screen.getByRole("status", { name: "Password" }).textContent ?? "";
    expect(password).toHaveLength(20);
    await user.click(button("Copy"));
    await screen.findByText(/The clipboard is cleared after 30 seconds/);
    expect(fake.copied).toEqual([password]);
    const cached = [client.getQueryCache().getAll(), client.getMutationCache().getAll()].flat();
    expect(JSON.stringify(cached.map((entry) => entry.state))).not.toContain(password);
    expect(JSON.stringify([{ ...localStorage }, { ...sessionStorage }])).not.toContain(password);
    await user.click(button("Close"));
    await list();
    expect(dialog.isConnected).toBe(false);
    expect(document.body.textContent).not.toContain(password);
  });

  test("a typed password can be looked at", async () => {
    const { user, saves } = await renderForm("/customer-user");
    await fillIn(user);
    await user.click(screen.getByRole("radio", { name: "Type" }));
    const password = screen.getByLabelText<HTMLInputElement>("New password");
    expect(password.type).toBe("password");
    await user.type(password, "geheim");
    await user.click(button("Show password"));
    expect(password.type).toBe("text");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await list();
    expect(saves.mock.calls[0]?.[0].password).toEqual({ kind: "typed", password: "geheim" });
  });

  test("a refused save keeps what was typed and goes to the first wrong field", async () => {
    const { user } = await renderForm("/customer-user");
    await user.type(box("Lastname"), "Neu");
    await user.click(button("Save and finish"));
    await described("Firstname", /^This field is needed\.$/);
    expect(document.activeElement).toBe(box("Firstname"));
    expect(box("Lastname").value).toBe("Neu");
    expect(screen.getByRole("status").textContent).toMatch(/^4 fields need your attention:/);
    await user.click(button("Email"));
    expect(document.activeElement).toBe(box("Email"));
  });

  test("a save that fails says why and keeps what was typed", async () => {
    const { user } = await renderForm("/customer-user", { fail: { customerUserSave: diskFull } });
    await fillIn(user);
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByRole("alert");
    expect(box("Firstname").value).toBe("Nora");
    expect(customer().value).toBe("Hafenwerk");
    expect(button("Try again")).toBeTruthy();
  });

  test("trying again does what was tried: it saves and goes back to the list", async () => {
    const { user, saves } = await renderForm("/customer-user");
    await fillIn(user);
    await user.click(screen.getByRole("radio", { name: "None" }));
    saves.mockRejectedValueOnce(diskFull);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await user.click(await screen.findByRole("button", { name: "Try again" }));
    await list();
  });
});

describe("editing", () => {
  test("opens with all values and sends all of them", async () => {
    const { user, saves } = await renderForm(`/customer-user?editing=${somebody.key}`);
    await waitFor(() => expect(box("Firstname").value).toBe(somebody.values.UserFirstname));
    await user.clear(box("City"));
    await user.type(box("City"), "Kiel");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await list();
    expect(saves.mock.calls[0]?.[0]).toEqual({
      editing: { key: somebody.key, was: somebody.values },
      source: "CustomerUser",
      options: null,
      values: { ...somebody.values, UserCity: "Kiel" },
      password: { kind: "keep" },
    });
  });

  test("somebody who is gone is said to be gone", async () => {
    await renderForm("/customer-user?editing=nobody");
    await screen.findByRole("heading", { name: "This customer user is not there any more" });
  });

  test("validity is one of three", async () => {
    const { user, saves } = await renderForm(`/customer-user?editing=${somebody.key}`);
    await user.click(await screen.findByRole("button", { name: /^valid Validity/ }));
    expect(screen.getAllByRole("option")).toHaveLength(3);
    await user.click(screen.getByRole("option", { name: "invalid" }));
    await user.keyboard("{Control>}{Enter}{/Control}");
    await list();
    expect(saves.mock.calls[0]?.[0].values.ValidID).toBe("invalid");
  });
});

describe("the source", () => {
  const otobo = { current: "nordwind-test" } as const;
  const source = () => screen.getByRole("button", { name: /Source$/ });

  test("is not asked where there is only one", async () => {
    await renderForm("/customer-user");
    await form("New customer user");
    expect(screen.queryByRole("button", { name: /Source$/ })).toBeNull();
  });

  test("is chosen for a new record, and nothing typed is lost", async () => {
    const { user, saves } = await renderForm("/customer-user", otobo);
    await fillIn(user);
    await user.click(screen.getByRole("radio", { name: "None" }));
    await user.click(source());
    await user.click(screen.getByRole("option", { name: "Partner portal" }));
    expect(box("Firstname").value).toBe("Nora");
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    expect(saves.mock.calls[0]?.[0]).toMatchObject({ editing: null, source: "CustomerUser1" });
    expect(screen.queryByRole("button", { name: /Source$/ })).toBeNull();
  });

  test("that only reads is not offered", async () => {
    const sourceKeys = { CustomerUser: { ReadOnly: "1" } };
    const { user, saves } = await renderForm("/customer-user", { ...otobo, sourceKeys });
    expect(screen.queryByRole("button", { name: /Source$/ })).toBeNull();
    await user.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(saves).toHaveBeenCalled());
    expect(saves.mock.calls[0]?.[0].source).toBe("CustomerUser1");
  });

  test("that makes usernames asks for none, and shows the one that was made", async () => {
    const sourceKeys = { CustomerUser1: { AutoLoginCreation: "1" } };
    const { user } = await renderForm("/customer-user", { ...otobo, sourceKeys });
    await fillIn(user);
    await user.click(screen.getByRole("radio", { name: "None" }));
    await user.click(source());
    await user.click(screen.getByRole("option", { name: "Partner portal" }));
    expect(screen.queryByRole("textbox", { name: "Username" })).toBeNull();
    screen.getByText("A username is made when this is saved.");
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    expect(box("Username").value).toMatch(/^auto-/);
  });

  test("of a record that only reads says why there is no form", async () => {
    const sourceKeys = { CustomerUser: { ReadOnly: "1" }, CustomerUser1: { ReadOnly: "1" } };
    await renderForm(`/customer-user?editing=${somebody.key}`, { ...otobo, sourceKeys });
    await screen.findByRole("heading", { name: "Nothing can be added or changed here" });
  });
});

describe("a field with choices", () => {
  const selections = [
    { var: "UserTitle", value: "Dr.", text: "Doctor" },
    { var: "UserTitle", value: "Prof.", text: "Professor" },
  ];
  const given = { current: "nordwind-test", selections, sources: 1 } as const;

  test("is a list, and an old value that is not in it stays", async () => {
    const { user, fake, router, saves } = await renderForm("/customer-user", given);
    const record = await fake.commands.customerUserFind(somebody.key);
    const was = record?.values ?? {};
    await fake.commands.customerUserSave({
      editing: { key: somebody.key, was },
      source: null,
      options: null,
      values: { ...was, UserTitle: "Sir" },
      password: { kind: "keep" },
    });
    await router.navigate({ to: "/customer-user", search: { editing: somebody.key } } as never);
    const title = await screen.findByRole("button", { name: /^Sir \(not in the list\)/ });
    await user.click(title);
    expect(screen.getAllByRole("option").map((option) => option.textContent)).toEqual([
      "None",
      "Doctor",
      "Professor",
      "Sir (not in the list)",
    ]);
    await user.click(screen.getByRole("option", { name: "Professor" }));
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    expect(saves).toHaveBeenLastCalledWith(
      expect.objectContaining({ values: expect.objectContaining({ UserTitle: "Prof." }) }),
    );
  });
});

describe("renaming", () => {
  test("says what the record is called so far, and finds it under the new name", async () => {
    const { user, fake, router } = await renderForm(`/customer-user?editing=${somebody.key}`);
    await waitFor(() => expect(box("Username").value).toBe(somebody.key));
    await user.type(box("Username"), "2");
    await described("Username", new RegExp(`^So far ${somebody.key}\\. Saving renames`));
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    await waitFor(() =>
      expect(router.state.location.search).toEqual({ editing: `${somebody.key}2` }),
    );
    expect(await fake.commands.customerUserFind(somebody.key)).toBeNull();
    expect(box("Username").value).toBe(`${somebody.key}2`);
  });

  test("by somebody else leaves the form open, with everything that was typed", async () => {
    const { user, fake } = await renderForm(`/customer-user?editing=${somebody.key}`);
    await waitFor(() => expect(box("Username").value).toBe(somebody.key));
    await user.type(box("Fax"), "77");
    const { values: was } = somebody;
    await fake.commands.customerUserSave({
      editing: { key: somebody.key, was },
      source: null,
      options: null,
      values: { ...was, UserLogin: "elsewhere" },
      password: { kind: "keep" },
    });
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByRole("heading", { name: "This record is not there any more" });
    screen.getByText("Nothing was saved; what you typed is still here.");
    expect(box("Fax").value).toBe("77");
  });

  test("to a name that is taken is refused beside the field", async () => {
    const { user } = await renderForm(`/customer-user?editing=${somebody.key}`);
    await waitFor(() => expect(box("Username").value).toBe(somebody.key));
    await user.clear(box("Username"));
    await user.type(box("Username"), sampleCustomerUser(4, 10).key);
    await described("Username", /^Taken by /);
  });
});

test("a character that the table has no place for can be removed", async () => {
  const { user, fake } = await renderForm("/customer-user");
  const problem = { kind: "characterUnfit", character: "☎" } as const;
  const findings = [{ field: "UserPhone", problem }];
  vi.spyOn(fake.commands, "customerUserCheck").mockResolvedValue({ findings, free: [] });
  await put(user, box("Phone"), "☎ 030☎");
  await described("Phone", /^“☎” cannot be stored/);
  await user.click(button("Remove it"));
  expect(box("Phone").value).toBe(" 030");
});

describe("leaving", () => {
  test("an unchanged form leaves at once", async () => {
    const { user } = await renderForm("/customer-user");
    await user.keyboard("{Escape}");
    await list();
  });

  test("a changed form asks, and stays or goes as told", async () => {
    const { user } = await renderForm("/customer-user");
    await user.type(box("Firstname"), "Nora");
    await user.keyboard("{Escape}");
    await screen.findByRole("alertdialog", { name: "Leave without saving?" });
    await user.click(button("Stay"));
    expect(box("Firstname").value).toBe("Nora");
    await user.click(button("elsewhere"));
    await screen.findByRole("alertdialog");
    await user.click(button("Discard changes"));
    await list();
  });

  test("a change that was taken back is none", async () => {
    const { user } = await renderForm("/customer-user");
    await user.type(box("Firstname"), "N{Backspace}");
    await user.click(button("Cancel"));
    await list();
  });

  test("closing the window asks too", async () => {
    const { user, fake } = await renderForm("/customer-user");
    expect(await fake.requestClose()).toBe(true);
    await user.type(box("Firstname"), "Nora");
    const closing = fake.requestClose();
    await user.click(await screen.findByRole("button", { name: "Stay" }));
    expect(await closing).toBe(false);
  });

  test("Escape closes an open list before it leaves the form", async () => {
    const { user } = await renderForm("/customer-user");
    await user.type(customer(), "glo");
    await screen.findByRole("listbox");
    await user.keyboard("{Escape}");
    expect(screen.queryByRole("listbox")).toBeNull();
    expect(screen.queryByRole("alertdialog")).toBeNull();
  });
});

test("German is complete in the form", async () => {
  changeLanguage("de");
  const { user } = await renderForm("/customer-user");
  await form("Neuer Kundenbenutzer");
  await user.click(button("Speichern und schließen"));
  await described("Vorname", /^Diese Angabe wird benötigt\.$/);
  await user.type(box("Benutzername"), somebody.key);
  await described("Benutzername", /^Vergeben an .+ Frei: /);
  await user.keyboard("{Escape}");
  await screen.findByRole("alertdialog", { name: "Ohne Speichern verlassen?" });
});
