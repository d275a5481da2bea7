// OTOBO databases in the window: connected step by step, searched, switched between, lost and found
// again. The steps build on each other.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { App } from "./support/app.mjs";
import { assertNoBarriers } from "./support/axe.mjs";
import {
  fillInConnection,
  openConnecting,
  testAndConnect,
  turnMirrorOff,
  typeSecret,
} from "./support/connecting.mjs";
import { Desktop } from "./support/desktop.mjs";
import { filesWith, Keyring } from "./support/keyring.mjs";
import { takePicture } from "./support/pictures.mjs";
import { Servers } from "./support/servers.mjs";
import { until } from "./support/until.mjs";

/** Colours of the two installations stand for what is shown of them. */
const MARIADB = { name: "Nordwind", engine: "MariaDB, MySQL", server: "mariadb" };
const POSTGRESQL = { name: "Ostwind", engine: "PostgreSQL", server: "postgresql" };

describe("OTOBO databases", () => {
  let servers;
  let desktop;
  let keyring;
  /** Keys of files, which are there from the first start on. */
  let keys;
  let app;
  let page;

  before(async () => {
    servers = await Servers.start();
    desktop = await Desktop.start();
    keyring = await Keyring.start(desktop);
    await open();
    keys = keyring.count();
  });
  after(async () => {
    await app?.stop();
    await keyring?.stop();
    await desktop?.stop();
    await servers?.end();
  });

  async function open() {
    app = await App.start(desktop);
    page = app.page;
  }

  const search = (term) => page.fill("searchbox", "Search customer users", term);

  async function openSwitcher(of) {
    await page.click("button", `Installation: ${of}`);
    await page.the("menu");
  }

  /** Connects an installation, from the switcher of the one that is open. */
  async function connect(installation, from) {
    const address = servers.addresses[installation.server];
    await openConnecting(page, from);
    await fillInConnection(page, installation, address, address.password);
    await testAndConnect(page, installation);
    await turnMirrorOff(page);
  }

  it("stops at the step that fails, with the server’s own words and a remedy", async () => {
    await openConnecting(page, "Local directory");
    await fillInConnection(page, MARIADB, servers.addresses[MARIADB.server], "not the password");
    await page.click("button", "Test", { exact: true });
    await page.shows("stopped at step 3");
    await page.shows("Access denied for user");
    await takePicture(app.driver, "connect-refused");
    await assertNoBarriers(app.driver, "a refused connection");
  });

  it("connects to MariaDB once the password is right, and that goes to the keyring", async () => {
    assert.equal(keyring.count(), keys, "it has the keys of files, and no password");
    await typeSecret(page, servers.addresses[MARIADB.server].password);
    await testAndConnect(page, MARIADB);
    await page.shows("Connected. The password is in the keyring.");
    assert.ok(keyring.count() > keys, "the keyring has it");
    await takePicture(app.driver, "installation-mariadb");
    await turnMirrorOff(page);
  });

  it("finds on MariaDB what OTOBO finds there", async () => {
    await search("müller");
    await page.the("row", "jörg.müller");
    await page.the("row", "uwe.muller");
    await search("j.doe OR nobody*here");
    await search("");
  });

  it("shows a customer user with preferences", async () => {
    await search("o'brien");
    await page.click("row", "o'brien");
    await page.the("complementary");
    await page.the("tab", "Preferences");
    await page.click("tab", "Preferences");
    await takePicture(app.driver, "customer-user-preferences");
    await assertNoBarriers(app.driver, "the preferences");
    await search("");
  });

  it("connects to PostgreSQL beside it", async () => {
    await connect(POSTGRESQL, MARIADB.name);
    await search("müller");
    await page.the("row", "jörg.müller");
    await page.isWithout("row", "K00000763");
    await takePicture(app.driver, "installation-postgresql");
    await search("");
  });

  it("switches between them, and each has its colour", async () => {
    const hue = () =>
      page.run(() => document.documentElement.style.getPropertyValue("--hue").trim());
    const ofPostgresql = await hue();
    await openSwitcher(POSTGRESQL.name);
    await page.click("menuitemradio", MARIADB.name);
    await page.the("button", `Installation: ${MARIADB.name}`);
    await page.the("grid", "Customer users");
    assert.notEqual(await hue(), ofPostgresql);
  });

  it("says so when the server is gone, and recovers by itself when it is back", async () => {
    await page.shows("Database Backend");
    await servers.stopServer(MARIADB.server);
    await page.shows("no answer since");
    await takePicture(app.driver, "server-stopped");
    await search("müller");
    await page.the("alert");
    await takePicture(app.driver, "server-stopped-search");
    await assertNoBarriers(app.driver, "a server that does not answer");
    // The others are searched all the same: the local directory, which has nobody, and one that was never copied
    await page.click("radio", "All installations");
    await page.shows("Database Backend did not answer");
    await page.shows(`${POSTGRESQL.name} is not searched`);
    await page.isWithout("alert");
    await takePicture(app.driver, "server-stopped-everywhere");
    await assertNoBarriers(app.driver, "the others while a server does not answer");
    await page.click("radio", "This installation");
    await page.the("alert");
    await servers.startServer(MARIADB.server);
    await page.the("row", "jörg.müller");
    await page.isRidOf("no answer since");
    await search("");
  });

  it("shows its sources and their settings", async () => {
    await page.click("link", "Back ends");
    await page.the("heading", "Back ends");
    await page.shows("Database Backend");
    await takePicture(app.driver, "back-ends");
    await assertNoBarriers(app.driver, "the back ends");
    await page.click("link", "Customer users");
    await page.the("grid", "Customer users");
  });

  it("opens the same installation after a restart, without asking for the password", async () => {
    await app.stop();
    await open();
    await page.the("button", `Installation: ${MARIADB.name}`);
    await search("müller");
    await page.the("row", "jörg.müller");
  });

  it("has written no password into any file", async () => {
    for (const { password } of Object.values(servers.addresses)) {
      assert.deepEqual(filesWith(desktop.path(), password), []);
    }
  });

  it("forgets the passwords with the installations", async () => {
    for (const [open, removed] of [
      [MARIADB, POSTGRESQL],
      [MARIADB, MARIADB],
    ]) {
      await openSwitcher(open.name);
      await page.click("menuitem", "Manage installations…");
      await page.click("button", `Remove ${removed.name}`);
      await page.click("button", "Remove installation");
      await page.isWithout("button", `Remove ${removed.name}`);
    }
    await page.the("button", "Installation: Local directory");
    await until("the keyring has no password any more", () => keyring.count() === keys);
  });
});
