import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import { changeLanguage } from "../../i18n";
import { renderApp } from "../../testing/renderApp";

const box = (name: string) => screen.findByLabelText<HTMLInputElement>(new RegExp(`^${name}`));
const press = async (user: UserEvent, name: RegExp | string) =>
  user.click(await screen.findByRole("button", { name }));
const testPanel = () => screen.getByRole("region", { name: "Test" });

async function fillIn(user: UserEvent, host: string) {
  const texts = {
    "Name in Deskbook": "Nordwind Leipzig",
    Host: host,
    User: "deskbook",
    Password: "open sesame",
  };
  for (const [field, text] of Object.entries(texts)) {
    await user.click(await box(field));
    await user.paste(text);
  }
}

async function renderConnect(host = "otobo-db.leipzig.example") {
  const { user, bridge, client } = renderApp({}, "/installations/new");
  const saves = vi.spyOn(bridge.commands, "installationSave");
  const tests = vi.spyOn(bridge.commands, "installationTest");
  await fillIn(user, host);
  return { user, bridge, client, saves, tests };
}

describe("the form of a new connection", () => {
  test("begins encrypted, with the engine’s port and a colour that nobody has", async () => {
    const { user } = renderApp({}, "/installations/new");
    expect((await box("Port")).placeholder).toBe("3306");
    await screen.findByRole("button", { name: /TLS, certificate and name verified Encryption/ });
    screen.getByRole("button", { name: /^Red Colour/ });
    await press(user, /^MariaDB, MySQL Engine/);
    await user.click(await screen.findByRole("option", { name: "PostgreSQL" }));
    expect((await box("Port")).placeholder).toBe("5432");
  });

  test("says that a copy is kept, without passwords, and where that ends", async () => {
    renderApp({}, "/installations/new");
    const words = /keeps an encrypted copy .* Passwords are never copied, .* under “Mirror”/;
    await screen.findByText(words);
  });

  test("says so in German", async () => {
    changeLanguage("de");
    renderApp({ settings: { language: "de" } }, "/installations/new");
    await screen.findByText(/verschlüsselte Kopie .* nie kopiert, .* unter „Spiegel“/);
  });

  test("says nothing of a copy where there is one already, or none is wanted", async () => {
    renderApp({}, "/installations/nordwind");
    await screen.findByRole("heading", { name: /^Change / });
    expect(screen.queryByText(/encrypted copy/)).toBeNull();
  });

  test("is not encrypted within this computer only, unless somebody chose otherwise", async () => {
    const { user } = renderApp({}, "/installations/new");
    const host = await box("Host");
    await user.type(host, "localhost");
    await press(user, /^Not encrypted Encryption/);
    await user.click(await screen.findByRole("option", { name: "TLS, certificate verified" }));
    await user.clear(host);
    await user.type(host, "127.0.0.1");
    screen.getByRole("button", { name: /^TLS, certificate verified Encryption/ });
  });

  test("says beside the fields what a test cannot do without", async () => {
    const { user } = renderApp({}, "/installations/new");
    await user.type(await box("Port"), "abc");
    await press(user, "Test");
    await screen.findByLabelText(/^Host/, { selector: "[aria-invalid=true]" });
    await screen.findByRole("textbox", { name: "Port", description: /^A number from 1/ });
    await waitFor(async () => expect(document.activeElement).toBe(await box("Host")));
  });

  test("goes through all steps and opens what was connected, in its colour", async () => {
    const { user, saves } = await renderConnect();
    expect(screen.getByRole("button", { name: "Connect" })).toHaveProperty("disabled", true);
    await user.keyboard("{Control>}{Enter}{/Control}");
    await within(testPanel()).findByText("passed", { selector: "[role=status] *" });
    within(testPanel()).getByText("1,048,211 customer users");
    within(testPanel()).getByText(/^Connecting sets up the sources/);
    await press(user, "Connect");
    await screen.findByRole("grid", { name: "Customer users" });
    await screen.findByRole("button", { name: "Installation: Nordwind Leipzig" });
    expect(document.documentElement.style.getPropertyValue("--hue")).toBe("25");
    screen.getByText("Connected. The password is in the keyring.");
    expect(saves).toHaveBeenCalledOnce();
  });

  test("leaves nothing of the password behind", async () => {
    const { user, client } = await renderConnect();
    await press(user, "Test");
    await screen.findByText("The test has passed.");
    await press(user, "Connect");
    await screen.findByRole("grid", { name: "Customer users" });
    const queries = client.getQueryCache().getAll();
    const mutations = client.getMutationCache().getAll();
    const kept = JSON.stringify([
      queries.map(({ queryKey, state }) => [queryKey, state.data]),
      mutations.map(({ state }) => state),
      window.location.href,
      document.documentElement.outerHTML,
    ]);
    expect(kept).not.toContain("sesame");
  });

  test("stops at the step that failed, with the server’s words, the remedy and the statement", async () => {
    const { user, bridge } = await renderConnect("refused.test");
    await press(user, "Test");
    const panel = testPanel();
    await within(panel).findByText("stopped at step 3");
    within(panel).getByText(/^Access denied for user/);
    within(panel).getByText("The server refused user and password");
    await press(user, "Copy the statement for the database’s administrator");
    expect(bridge.copied.at(-1)).toContain("GRANT SELECT ON `otobo`.* TO 'deskbook'@'%';");
    expect(bridge.copied.at(-1)).not.toContain("sesame");
    expect(within(panel).getAllByText("not tried").length).toBe(3);
  });

  test.each([
    "unknown",
    "unreachable",
    "silent",
    "notls",
    "wrongname",
    "expired",
    "untrusted",
    "selfsigned",
    "notallowed",
    "busy",
    "nodatabase",
    "notable",
    "nogrant",
    "nosettings",
  ])("has a remedy where the connection fails at %s.test", async (name) => {
    const { user } = await renderConnect(`${name}.test`);
    await press(user, "Test");
    const remedy = await within(testPanel()).findByRole("alert");
    expect(remedy.textContent).toMatch(/[.”]/);
  });

  test("is kept without a passed test only when its user says so", async () => {
    const { user, saves } = await renderConnect("refused.test");
    await press(user, "Test");
    await within(testPanel()).findByText("stopped at step 3");
    await user.click(screen.getByRole("button", { name: "Connect without a passed test" }));
    await screen.findByRole("button", { name: "Installation: Nordwind Leipzig" });
    expect(saves).toHaveBeenCalledOnce();
  });

  test.each([
    ["refused.test", true, "Saved, not connected: The server refused user and password."],
    ["otobo-db.leipzig.example", false, "Saved. The connection was not tested."],
  ])("saved at %s it is not said to be connected", async (host, isTested, words) => {
    const { user } = await renderConnect(host);
    if (isTested) {
      await press(user, "Test");
      await within(testPanel()).findByText("stopped at step 3");
    }
    await user.click(screen.getByRole("button", { name: "Connect without a passed test" }));
    await screen.findByText(words);
    expect(screen.queryByText(/^Connected\./)).toBeNull();
  });

  test("an empty password is told at its field, and nothing is tried", async () => {
    const { user, tests } = await renderConnect();
    await user.clear(await box("Password"));
    await press(user, "Test");
    await screen.findByLabelText(/^Password/, { selector: "[aria-invalid=true]" });
    screen.getByText("This field is needed.");
    expect(tests).not.toHaveBeenCalled();
  });

  test("hosts that are passed over are told with their reasons", async () => {
    const { user } = await renderConnect("unknown.test, unreachable.test, db.example");
    await press(user, "Test");
    const panel = testPanel();
    await within(panel).findByText("passed", { selector: "[role=status] *" });
    const over = within(panel).getByRole("region", { name: "Hosts that were passed over" });
    within(over).getByText("unknown.test: There is no server of this name.");
    within(over).getByText("unreachable.test: Nothing answers at this host and port.");
    within(panel).getByText("db.example:3306 is 10.20.0.5");
  });

  test("a system without settings tables is told so", async () => {
    const { user } = await renderConnect("shipped.test");
    await press(user, "Test");
    const words = "No table sysconfig_default: the values that OTOBO ships are used.";
    await within(testPanel()).findByText(words);
  });

  test("a database that is not there gets no right made for it", async () => {
    const { user } = await renderConnect("hidden.test");
    await press(user, "Test");
    const remedy = await within(testPanel()).findByRole("alert");
    expect(remedy.textContent).toContain("or this user has no right to it");
    expect(testPanel().textContent).not.toContain("GRANT");
  });

  test("what was found is said in the reader’s language", async () => {
    changeLanguage("de");
    const { user } = renderApp({ settings: { language: "de" } }, "/installations/nordwind-test");
    await user.click(await screen.findByRole("button", { name: /^TLS, Zertifikat und Name/ }));
    await user.click(await screen.findByRole("option", { name: "Nicht verschlüsselt" }));
    await user.type(await screen.findByLabelText(/^Passwort\W*$/), "x");
    await press(user, /^Testen/);
    await screen.findByText("nicht verschlüsselt");
    await screen.findByRole("heading", { name: "OTOBO 11.0 oder neuer" });
  });

  test("says of an account that may only read what it cannot do, and what gives it the right", async () => {
    const { user } = await renderConnect("reader.test");
    await press(user, "Test");
    await within(testPanel()).findByText(
      "This account may only read customer_user and customer_company",
    );
    within(testPanel()).getByText(/^GRANT SELECT, INSERT, UPDATE, DELETE ON/);
    within(testPanel()).getByText("passed", { selector: "[role=status] *" });
  });

  test("has to be tested again once the connection changed, not once the name did", async () => {
    const { user } = await renderConnect();
    await press(user, "Test");
    await screen.findByText("The test has passed.");
    await user.type(await box("Name in Deskbook"), " 2");
    screen.getByText("The test has passed.");
    await user.type(await box("Password"), "x");
    expect(screen.queryByText("The test has passed.")).toBeNull();
    within(testPanel()).getByText("before your last change");
  });

  test("brings the findings of a refusal beside the fields and keeps what was typed", async () => {
    const { user } = await renderConnect();
    const name = await box("Name in Deskbook");
    await user.clear(name);
    await user.type(name, "Nordwind IT");
    await user.type(await box("Client key"), "/etc/key.pem");
    await user.click(screen.getByRole("button", { name: "Connect without a passed test" }));
    await screen.findByRole("textbox", {
      name: "Name in Deskbook",
      description: /^Another installation has this name\./,
    });
    await screen.findByRole("textbox", {
      name: "Client key",
      description: /^A key only works with its certificate\./,
    });
    expect((await box("Host")).value).toBe("otobo-db.leipzig.example");
    expect(document.activeElement).toBe(name);
  });

  test("asks in German before it is left", async () => {
    changeLanguage("de");
    const { user } = renderApp({ settings: { language: "de" } }, "/installations/new");
    await user.type(await box("Host"), "db");
    await user.click(screen.getByRole("link", { name: /^Kunden 40/ }));
    await screen.findByRole("alertdialog", { name: "Ohne Speichern verlassen?" });
    await user.click(screen.getByRole("button", { name: "Bleiben" }));
    expect((await box("Host")).value).toBe("db");
  });

  test("says what went wrong when it could not be kept, and keeps what was typed", async () => {
    const error = { code: "keyringLocked", field: null, params: {}, detail: "" } as const;
    const { user } = renderApp({ fail: { installationSave: error } }, "/installations/new");
    await fillIn(user, "otobo-db.leipzig.example");
    await user.click(screen.getByRole("button", { name: "Connect without a passed test" }));
    await screen.findByRole("heading", { name: "The keyring of this computer is locked" });
    expect((await box("Password")).value).toBe("open sesame");
  });
});

describe("the form of a connection that is there", () => {
  const open = (options = {}) => renderApp(options, "/installations/nordwind-test");

  test("is saved without a test where nothing of the connection changed", async () => {
    const { user, bridge } = open();
    const name = await box("Name in Deskbook");
    expect(name.value).toBe("Nordwind test");
    expect((await box("Password")).value).toBe("");
    screen.getByText("Kept. Type to replace it.");
    await user.type(name, " 2");
    await user.click(screen.getByRole("checkbox", { name: /^Read-only/ }));
    const saves = vi.spyOn(bridge.commands, "installationSave");
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByRole("heading", { name: "Installations" });
    expect(saves.mock.lastCall?.[0]).toMatchObject({ name: "Nordwind test 2", password: null });
    await screen.findByText("Nordwind test 2");
  });

  test.each([
    ["host", async (user: UserEvent) => user.type(await box("Host"), "x")],
    ["port", async (user: UserEvent) => user.type(await box("Port"), "5433")],
    ["user", async (user: UserEvent) => user.type(await box("User"), "x")],
    [
      "encryption",
      async (user: UserEvent) => {
        await press(user, /^TLS, certificate and name verified/);
        await user.click(await screen.findByRole("option", { name: "TLS, certificate verified" }));
      },
    ],
  ])("asks for the password anew once the %s changed, and says why", async (_, change) => {
    const { user, bridge } = open();
    await box("Name in Deskbook");
    const tests = vi.spyOn(bridge.commands, "installationTest");
    await change(user);
    await screen.findByText(/^Type it again, it was kept for deskbook\u200b@test/);
    await press(user, "Test");
    await screen.findByLabelText(/^Password/, { selector: "[aria-invalid=true]" });
    expect(tests).not.toHaveBeenCalled();
    await user.type(await box("Password"), "again");
    await press(user, /^Test/);
    await waitFor(() => expect(tests).toHaveBeenCalledOnce());
    expect(tests.mock.lastCall?.[0]).toMatchObject({
      password: "again",
      installation: "nordwind-test",
    });
  });

  test("nothing is said of sources that connecting would set up", async () => {
    const { user } = open();
    await press(user, /^Test/);
    await screen.findByText("The test has passed.");
    expect(screen.queryByText(/^Connecting sets up the sources/)).toBeNull();
  });

  test("the database is no part of what the password is kept for", async () => {
    const { user, bridge } = open();
    const tests = vi.spyOn(bridge.commands, "installationTest");
    await user.type(await box("Database"), "2");
    await press(user, "Test");
    await screen.findByText("The test has passed.");
    expect(tests.mock.lastCall?.[0].password).toBeNull();
  });

  test("one that was removed is said to be gone", async () => {
    renderApp({}, "/installations/nobody");
    const error = await screen.findByRole("alert");
    within(error).getByRole("heading", { name: "This installation is not there any more" });
  });
});
