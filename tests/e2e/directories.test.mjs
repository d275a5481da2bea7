// A directory beside an OTOBO database in the window: added by form, searched in one go with the database,
// its people locked with the reason, lost and found again. The steps build on each other.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Key } from "selenium-webdriver";
import { App } from "./support/app.mjs";
import {
  fillInConnection,
  openConnecting,
  testAndConnect,
  turnMirrorOff,
  typeSecret,
} from "./support/connecting.mjs";
import { Desktop } from "./support/desktop.mjs";
import { filesWith, Keyring } from "./support/keyring.mjs";
import { lookAround, overlaps } from "./support/looks.mjs";
import { takePicture } from "./support/pictures.mjs";
import { Servers } from "./support/servers.mjs";
import { until } from "./support/until.mjs";

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

  /** What a toast says hides neither how the sources stand nor the buttons of the record. */
  async function assertToastIsClear() {
    const text = "This is from a directory";
    const find = (words) =>
      [...document.querySelectorAll("[role=status] p")].find((one) =>
        one.textContent.startsWith(words),
      )?.parentElement;
    const toast = await page.run(find, text);
    const others = [await page.the("contentinfo"), await page.the("button", "Copy email")];
    for (const other of others) assert.equal(await overlaps(page, toast, other), false);
  }

  it("connects the database", async () => {
    const address = servers.addresses.mariadb;
    await openConnecting(page, "Local directory");
    await fillInConnection(page, MARIADB, address, address.password);
    await testAndConnect(page, MARIADB);
    await turnMirrorOff(page);
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
    await lookAround(app, "directory-form");
    await typeSecret(page, "not the password");
    await page.click("button", "Test");
    await page.the("button", "Test again");
    await lookAround(app, "directory-test-failed");
    await typeSecret(page, password);
    await page.click("button", "Test again");
    await page.shows("The first 10");
    await lookAround(app, "directory-test-passed");
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
    await lookAround(app, "directory-search");
  });

  it("tells the source of each row in a narrow window too", async () => {
    await page.resize(900, 600);
    await search("dora");
    // What was found before stands there at first, and is replaced.
    await until("the row tells its source", async () => {
      const [row] = await page.all("row", "dir.only");
      return row && (await page.all("img", "Directory (Directory)", { within: row })).length === 1;
    });
    await page.resize(1280, 800);
  });

  it("searches without a source that is switched off", async () => {
    const sources = await page.the("toolbar", "Sources");
    await page.click("button", "Directory", { exact: true, within: sources });
    await page.the("heading", "Nothing in these sources");
    await lookAround(app, "directory-off");
    await page.click("button", "Search all sources");
    await page.the("row", "dir.only");
  });

  it("locks a person of the directory, and says why", async () => {
    await search("dora");
    await page.click("row", "dir.only");
    await page.the("complementary", "Dora Only");
    await page.press("e");
    await page.shows("from a directory");
    await page.shows("in the directory, which does not show it");
    await assertToastIsClear();
    await lookAround(app, "directory-locked");
  });

  it("shows the entry as it is, no name of an attribute cut in two", async () => {
    const detail = await page.the("complementary", "Dora Only");
    await page.click("tab", "Directory entry", { within: detail });
    await page.shows("postalAddress");
    const cutNames = () => {
      const lines = (name) => {
        const text = document.createRange();
        text.selectNodeContents(name);
        return text.getClientRects().length;
      };
      const names = [...document.querySelectorAll("aside dt")];
      return names.filter((name) => lines(name) > 1).map((name) => name.textContent);
    };
    assert.deepEqual(await page.run(cutNames), []);
    await lookAround(app, "directory-entry");
  });

  it("calls the directory slow while it hangs, and shows who else was found", async () => {
    await servers.pause("slapd");
    await search("müller");
    await page.the("row", "jörg.müller");
    await page.the("button", "Directory: slow, no answer yet");
    await lookAround(app, "directory-slow");
    await servers.resume("slapd");
    await page.isWithout("button", "Directory: slow, no answer yet");
  });

  it("goes on with the database while the directory is gone, and recovers when it is back", async () => {
    await servers.stopServer("slapd");
    await search("müller");
    await page.the("row", "jörg.müller");
    await page.shows("no answer since");
    await lookAround(app, "directory-stopped");
    await page.click("button", "Directory: no answer since");
    await page.the("dialog", "Directory");
    await takePicture(app.driver, "directory-stopped-why");
    await page.press(Key.ESCAPE);
    await page.isWithout("dialog");
    await servers.startServer("slapd");
    await page.isRidOf("no answer since");
    await search("dora");
    await page.the("row", "dir.only");
  });
});
