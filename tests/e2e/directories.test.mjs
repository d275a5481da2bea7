// A directory beside an OTOBO database in the window: added by form, searched in one go with the database,
// its people locked with the reason, lost and found again. The steps build on each other.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Key } from "selenium-webdriver";
import { App } from "./support/app.mjs";
import { assertNoBarriers } from "./support/axe.mjs";
import {
  fillInConnection,
  openConnecting,
  testAndConnect,
  typeSecret,
} from "./support/connecting.mjs";
import { Desktop } from "./support/desktop.mjs";
import { filesWith, Keyring } from "./support/keyring.mjs";
import { takePicture } from "./support/pictures.mjs";
import { Servers } from "./support/servers.mjs";

const MARIADB = { name: "Nordwind", engine: "MariaDB, MySQL" };

describe("a directory beside MariaDB", () => {
  let servers;
  let desktop;
  let keyring;
  let app;
  let page;

  before(async () => {
    servers = await Servers.start();
    desktop = await Desktop.start();
    keyring = await Keyring.start(desktop);
    app = await App.start(desktop);
    page = app.page;
  });
  after(async () => {
    await app?.stop();
    await keyring?.stop();
    await desktop?.stop();
    await servers?.end();
  });

  const search = (term) => page.fill("searchbox", "Search customer users", term);

  it("connects the database", async () => {
    const address = servers.addresses.mariadb;
    await openConnecting(page, "Local directory");
    await fillInConnection(page, MARIADB, address, address.password);
    await testAndConnect(page, MARIADB);
  });

  it("tries a directory step by step, and adds it", async () => {
    const { host, port, base, user, password } = servers.addresses.slapd;
    await page.click("link", "Back ends");
    await page.click("button", "Add source of customer users");
    await page.click("menuitem", "LDAP directory (OpenLDAP, 389-ds)");
    await page.the("heading", "New source in a directory", { exact: true });
    await page.fill("textbox", "Name", "Directory");
    await page.fill("textbox", "Directory servers", `ldap://${host}:${port}`);
    await page.fill("textbox", "Base", base);
    await page.fill("textbox", "Bind DN", user);
    await typeSecret(page, password);
    await page.click("button", "Test");
    await page.shows("The first 10");
    await takePicture(app.driver, "directory-form");
    await assertNoBarriers(app.driver, "the form of a directory");
    await page.press(Key.CONTROL, "s");
    await page.the("heading", "Back ends", { exact: true });
    await page.shows("Directory");
    assert.deepEqual(filesWith(desktop.path(), password), [], "the keyring has the password");
  });

  it("finds people of both with one search", async () => {
    await page.click("link", "Customer users");
    await page.the("grid", "Customer users");
    await search("dora");
    await page.the("row", "dir.only");
    await search("müller");
    await page.the("row", "jörg.müller");
    await takePicture(app.driver, "directory-search");
    await assertNoBarriers(app.driver, "a list of several sources");
  });

  it("locks a person of the directory, and says why", async () => {
    await search("dora");
    await page.click("row", "dir.only");
    const detail = await page.the("complementary", "Dora Only");
    await page.click("button", "Edit");
    await page.shows("from a directory");
    await page.click("tab", "Directory entry", { within: detail });
    await page.shows("postalAddress");
    await takePicture(app.driver, "directory-entry");
    await assertNoBarriers(app.driver, "the entry of a directory");
  });

  it("goes on with the database while the directory is gone, and recovers when it is back", async () => {
    await servers.stopServer("slapd");
    await search("müller");
    await page.the("row", "jörg.müller");
    await page.shows("no answer since");
    await takePicture(app.driver, "directory-stopped");
    await servers.startServer("slapd");
    await page.isRidOf("no answer since");
    await search("dora");
    await page.the("row", "dir.only");
  });
});
