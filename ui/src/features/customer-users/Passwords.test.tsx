import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import type { LoginPreviewView } from "../../bridge/bindings";
import type { FakeOptions } from "../../bridge/fakeOptions";
import { sampleCustomerUser } from "../../bridge/fakeRecords";
import { renderApp } from "../../testing/renderApp";

const { key } = sampleCustomerUser(3, 40);
const name = "Tomáš Meyerhoff";

async function open(act: string, given: Partial<FakeOptions> = {}) {
  const app = renderApp(given, `/customer-users?open=${key}&act=${act}`);
  const dialog = await screen.findByRole("dialog");
  return { ...app, dialog: within(dialog) };
}

describe("the test of a login", () => {
  const password = () => screen.getByLabelText<HTMLInputElement>("Password to test");

  test("is opened from the menu of the detail, and from the palette", async () => {
    const { user } = renderApp({}, `/customer-users?open=${key}`);
    const detail = await screen.findByRole("complementary", { name });
    await user.click(await within(detail).findByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Test login…" }));
    await screen.findByRole("dialog", { name: `Test the login of ${name}` });
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.keyboard("{Control>}k{/Control}");
    await user.type(await screen.findByRole("combobox"), "test login");
    await user.keyboard("{Enter}");
    await screen.findByRole("dialog", { name: `Test the login of ${name}` });
  });

  test("says that nothing is written, and hides what is typed until it is looked at", async () => {
    const { user, dialog } = await open("testLogin");
    dialog.getByText(/Nothing is written and no try is counted/);
    expect(password().type).toBe("password");
    await user.click(dialog.getByRole("button", { name: "Show password" }));
    expect(password().type).toBe("text");
  });

  test.each([
    ["secret", `This password lets ${key} in`],
    ["no", "Another password is stored"],
    ["notValid", `The password is right, but ${key} is not valid`],
    ["noRecord", "The password is right, but no record goes with it"],
    ["noneStored", "No password is stored"],
    ["unknown", "The sign-in does not know this username"],
    ["unusable", "What is stored lets nobody in"],
    ["", "This lets nobody in"],
  ])("says what comes of %j", async (typed, words) => {
    const { user, dialog } = await open("testLogin");
    await user.type(password(), `${typed}{Enter}`);
    await dialog.findByText(words);
  });

  test("tells why a stored form is weak, and how the next one would be stored", async () => {
    const { user, dialog } = await open("testLogin", { current: "nordwind-test", people: 60 });
    await user.type(password(), "sha2{Enter}");
    await dialog.findByText("Weak");
    dialog.getByText(/SHA-256, unsalted/);
    dialog.getByText(/guessed by the billion a second/);
    await dialog.findByText(/^The next password that is set is stored as bcrypt/);
    await user.click(dialog.getByRole("button", { name: "Look at the setting" }));
    await screen.findByRole("heading", { level: 1, name: "Back ends" });
    const setting = "Override Customer::AuthModule::DB::CryptType";
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole("button", { name: setting })),
    );
  });

  test("leads from a weak password to a new one", async () => {
    const { user, dialog } = await open("testLogin");
    await user.type(password(), "plain{Enter}");
    await user.click(await dialog.findByRole("button", { name: "Set a new password…" }));
    await screen.findByRole("dialog", { name: `Set the password of ${name}` });
  });

  test("shows that it waits after three refused tries, and ends with the dialog", async () => {
    const { user, dialog, bridge } = await open("testLogin", { delay: 20 });
    for (const typed of ["a", "b", "c"]) {
      await user.clear(password());
      await user.type(password(), `${typed}{Enter}`);
      await dialog.findByText("Another password is stored");
    }
    await user.type(password(), "d{Enter}");
    await dialog.findByRole("progressbar", { name: "Testing…" });
    await dialog.findByText(/^After three refused tries/);
    await user.click(dialog.getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(bridge.copied).toEqual([]);
  });

  test("is kept nowhere", async () => {
    const { user, dialog, client } = await open("testLogin");
    await user.type(password(), "notValid{Enter}");
    await dialog.findByText(/is not valid/);
    const cached = [client.getQueryCache().getAll(), client.getMutationCache().getAll()].flat();
    expect(JSON.stringify(cached.map((entry) => entry.state))).not.toContain("notValid");
    expect(window.location.href).not.toContain("notValid");
  });

  test("works where nothing can be written, without offering to set a password", async () => {
    const { user, dialog } = await open("testLogin", { current: "nordwind" });
    await user.type(password(), "plain{Enter}");
    await dialog.findByText("Weak");
    expect(dialog.queryByRole("button", { name: "Set a new password…" })).toBeNull();
  });
});

describe("the test of a login by a directory", () => {
  const given = { current: "nordwind-test", people: 60, signInDirectory: true } as const;
  const password = () => screen.getByLabelText<HTMLInputElement>("Password to test");
  const steps = async () => {
    const modules = await screen.findByRole("region", { name: /^What each module/ });
    return within(modules);
  };

  test("warns before the first try that a refused one counts there", async () => {
    const { dialog, bridge } = await open("testLogin", given);
    const tries = vi.spyOn(bridge.commands, "customerUserTestLogin");
    const warning = await dialog.findByRole("note");
    expect(warning.textContent).toMatch(/ldap:\/\/ldap\.nordwind\.test:389.*may lock the account/);
    expect(dialog.queryByText(/no try is counted/)).toBeNull();
    expect(tries).not.toHaveBeenCalled();
  });

  test("tries nothing as long as nobody was warned", async () => {
    const { user, bridge } = renderApp(given, `/customer-users?open=${key}`);
    const tries = vi.spyOn(bridge.commands, "customerUserTestLogin");
    const detail = await screen.findByRole("complementary", { name });
    let tell: (preview: LoginPreviewView) => void = () => {};
    const told = new Promise<LoginPreviewView>((resolve) => {
      tell = resolve;
    });
    vi.spyOn(bridge.commands, "customerUserPreviewLogin").mockReturnValue(told);
    await user.click(await within(detail).findByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Test login…" }));
    const dialog = within(await screen.findByRole("dialog"));
    await user.type(password(), "x{Enter}");
    tell({ typed: key, directories: ["ldap://ldap.nordwind.test:389"] });
    await dialog.findByRole("note");
    await waitFor(() => expect(dialog.queryByRole("progressbar")).toBeNull());
    expect(tries).not.toHaveBeenCalled();
    const scrolls = vi.spyOn(Element.prototype, "scrollIntoView");
    await user.type(password(), "{Enter}");
    const verdict = await dialog.findByText(/^No module of the sign-in lets/);
    expect(tries).toHaveBeenCalledOnce();
    expect(scrolls.mock.contexts).toContain(verdict.closest("[role=status]"));
  });

  test.each([
    ["connect", "Reach the directory", "Nothing answers at this host", "Check the host"],
    ["tls", "Check its certificate", "The server offers no encryption", "Nothing was sent"],
    [
      "searchUser",
      "Sign in the user that searches",
      "refused user and password",
      "Correct SearchUserDN",
    ],
    ["noEntry", "Find the entry of the name", "No entry has this name", "Compare the name"],
    ["notInGroup", "Look into the group", "The entry is not in the group", "Add the person"],
    [
      "no",
      "Sign in with the password",
      "The directory refuses the password",
      "Check capital letters",
    ],
    ["locked", "Sign in with the password", "locked after too many tries", "Wait as long"],
    [
      "mustChange",
      "Sign in with the password",
      "A new password has to be chosen",
      "OTOBO cannot ask",
    ],
  ])("shows with %j the step that failed, why, and what to do", async (typed, step, why, todo) => {
    const { user, dialog } = await open("testLogin", given);
    await dialog.findByRole("note");
    await user.type(password(), `${typed}{Enter}`);
    const shown = await steps();
    const line = shown.getByText(step).closest("li");
    within(line ?? document.body).getByRole("img", { name: "failed" });
    expect(line?.textContent).toContain(why);
    expect(line?.textContent).toContain(todo);
  });

  test("shows that steps behind the failed one were not tried", async () => {
    const { user, dialog } = await open("testLogin", given);
    await dialog.findByRole("note");
    await user.type(password(), "noEntry{Enter}");
    const shown = await steps();
    expect(shown.getAllByRole("img", { name: "passed" })).toHaveLength(3);
    expect(shown.getAllByRole("img", { name: "not tried" })).toHaveLength(2);
  });

  test("lets in, and says who is signed in instead", async () => {
    const { user, dialog } = await open("testLogin", given);
    await dialog.findByRole("note");
    await user.type(password(), "secret{Enter}");
    await dialog.findByText(`This password lets ${key} in`);
    await user.clear(password());
    await user.type(password(), "another{Enter}");
    await dialog.findByText(`The password is right, but signs in ${key}`);
  });

  test("takes the name as it is typed at the sign-in", async () => {
    const { user, dialog, bridge } = await open("testLogin", given);
    const tries = vi.spyOn(bridge.commands, "customerUserTestLogin");
    const name = await dialog.findByRole("textbox", { name: "Name as it is typed at the sign-in" });
    expect(name).toHaveProperty("value", key);
    await user.clear(name);
    await user.type(name, "tomas");
    dialog.getByText(`Together with the suffix of the sign-in it has to make ${key}.`);
    await user.type(password(), "secret{Enter}");
    await dialog.findByText(`This password lets ${key} in`);
    expect(tries).toHaveBeenCalledWith(key, "tomas", "secret");
  });

  test("sends no empty password", async () => {
    const { user, dialog } = await open("testLogin", given);
    await dialog.findByRole("note");
    await user.type(password(), "{Enter}");
    await dialog.findByText("This lets nobody in");
    (await steps()).getByText(/^Not asked: OTOBO sends no empty name/);
  });
});

describe("setting a password", () => {
  test("generates one, shows it once, and leaves the rest as it is", async () => {
    const { user, dialog, bridge } = await open("setPassword");
    const saves = vi.spyOn(bridge.commands, "customerUserSave");
    dialog.getByText(/only where a maximum age of passwords is set/);
    await user.click(dialog.getByRole("button", { name: "Set password" }));
    const shown = await screen.findByRole("dialog", { name: "Generated password" });
    const password = screen.getByRole("status", { name: "Password" }).textContent ?? "";
    expect(password).toHaveLength(20);
    const sent = saves.mock.calls[0]?.[0];
    expect(sent?.values).toEqual(sent?.editing?.was);
    expect(sent?.password).toEqual({ kind: "generate" });
    await user.click(within(shown).getByRole("button", { name: "Close" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(document.body.textContent).not.toContain(password);
  });

  /** A person beside the list, where new passwords are stored as a setting says. */
  async function openDetail(form: string) {
    const app = renderApp({ current: "nordwind-test" }, `/customer-users?open=${key}`);
    const setting = "Customer::AuthModule::DB::CryptType";
    await app.bridge.commands.systemSettingOverride(setting, form);
    await screen.findByRole("button", { name: "More actions" });
    return app;
  }

  test.each([
    ["md5", "MD5 crypt"],
    ["sha1", "SHA-1, unsalted"],
    ["plain", "plain text"],
    ["Bcrypt", "SHA-256, unsalted"],
  ])("says that %s is weak before it is stored so, and what to do", async (value, form) => {
    const { user } = await openDetail(value);
    await user.click(screen.getByRole("button", { name: "More actions" }));
    await user.click(await screen.findByRole("menuitem", { name: "Set password…" }));
    const dialog = within(await screen.findByRole("dialog"));
    await dialog.findByText(`Stored in a weak form: ${form}`);
    dialog.getByText(/^Set Customer::AuthModule::DB::CryptType to bcrypt in OTOBO first/);
  });

  test("in the form says the same, once a password is to be set", async () => {
    const { user } = await openDetail("sha512");
    await user.click(screen.getByRole("button", { name: "Edit" }));
    await user.click(await screen.findByRole("radio", { name: "Generate" }));
    await screen.findByText("Stored in a weak form: SHA-512, unsalted");
    await user.click(screen.getByRole("radio", { name: "Keep" }));
    expect(screen.queryByText(/^Stored in a weak form/)).toBeNull();
  });

  test("has nothing to say against bcrypt", async () => {
    const { dialog, client } = await open("setPassword", { current: "nordwind-test", people: 60 });
    await waitFor(() => expect(client.getQueryData(["systemSettings"])).toBeDefined());
    expect(dialog.queryByText(/^Stored in a weak form/)).toBeNull();
  });

  test("takes a typed one, and says so at the field when there is none", async () => {
    const { user, dialog, bridge } = await open("setPassword");
    const saves = vi.spyOn(bridge.commands, "customerUserSave");
    await user.click(dialog.getByRole("radio", { name: "Type" }));
    const box = screen.getByLabelText<HTMLInputElement>("New password", { selector: "input" });
    expect(document.activeElement).toBe(box);
    await user.click(dialog.getByRole("button", { name: "Set password" }));
    await dialog.findByText("This field is needed.");
    await user.type(box, "geheim{Enter}");
    await screen.findByText(`The password of ${name} was set`);
    expect(saves.mock.calls[1]?.[0].password).toEqual({ kind: "typed", password: "geheim" });
  });

  test("leaves to others what they changed meanwhile", async () => {
    const { user, dialog, bridge } = await open("setPassword", { meanwhile: { UserPhone: "9" } });
    await user.click(dialog.getByRole("button", { name: "Set password" }));
    await screen.findByRole("dialog", { name: "Generated password" });
    expect((await bridge.commands.customerUserFind(key))?.values.UserPhone).toBe("9");
  });

  test("leads to the form where the record itself is refused", async () => {
    const { user, dialog, bridge } = await open("setPassword");
    const findings = [{ field: "UserLastname", problem: { kind: "required" } as const }];
    const saves = vi.spyOn(bridge.commands, "customerUserSave");
    saves.mockResolvedValueOnce({ kind: "refused", findings });
    await user.click(dialog.getByRole("button", { name: "Set password" }));
    await dialog.findByText(/so nothing was set: Lastname\.$/);
    await user.click(dialog.getByRole("button", { name: "Open the form" }));
    await screen.findByRole("heading", { level: 1, name });
  });

  test("that fails says so and keeps what was typed", async () => {
    const error = { code: "lockTimedOut", field: null, params: {}, detail: "" } as const;
    const { user, dialog } = await open("setPassword", { fail: { customerUserSave: error } });
    await user.click(dialog.getByRole("radio", { name: "Type" }));
    await user.type(screen.getByLabelText("New password", { selector: "input" }), "geheim{Enter}");
    await dialog.findByRole("heading", { name: "Somebody else holds this record" });
    dialog.getByText("Nothing was saved; what you typed is still here.");
    expect(
      screen.getByLabelText<HTMLInputElement>("New password", { selector: "input" }).value,
    ).toBe("geheim");
  });
});
