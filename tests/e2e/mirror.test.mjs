// The mirror in the window: copied, locked, searched by sound and by number while every server is stopped, and back to
// the servers. The steps build on each other.
import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { Key } from "selenium-webdriver";
import { App } from "./support/app.mjs";
import {
  eraseMirror,
  fillInConnection,
  openConnecting,
  testAndConnect,
  typeSecret,
} from "./support/connecting.mjs";
import { Desktop } from "./support/desktop.mjs";
import { filesWith, Keyring } from "./support/keyring.mjs";
import { rowsOf } from "./support/lists.mjs";
import { typeTwice } from "./support/lock.mjs";
import { lookAround } from "./support/looks.mjs";
import { takePicture } from "./support/pictures.mjs";
import { Servers } from "./support/servers.mjs";

const MARIADB = { name: "Nordwind", engine: "MariaDB, MySQL" };
const PASSPHRASE = "vier wilde Pferde";

describe("the mirror", () => {
  let servers;
  let desktop;
  let keyring;
  let app;
  let page;

  before(async () => {
    servers = await Servers.start();
    desktop = await Desktop.start();
    keyring = await Keyring.start(desktop);
    await open();
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

  it("copies an installation as soon as it is connected", async () => {
    const address = servers.addresses.mariadb;
    await openConnecting(page, "Local directory");
    await fillInConnection(page, MARIADB, address, address.password);
    await testAndConnect(page, MARIADB);
    await page.click("link", "Mirror");
    await page.the("heading", "Mirror", { exact: true });
    await page.shows("Complete");
    await page.isRidOf("Not copied yet");
    await page.isRidOf("Connected. The password is in the keyring.");
    await lookAround(app, "mirror");
    await page.click("link", "Customer users");
  });

  it("finds what is typed at once, and what OTOBO finds by a switch", async () => {
    await search("joerg mueller");
    await page.the("row", "jörg.müller");
    await takePicture(app.driver, "instant");
    await page.click("radio", "As OTOBO finds it");
    await page.isWithout("row", "jörg.müller");
    await page.click("radio", "Instant");
    await page.the("row", "jörg.müller");
    await search("");
  });

  it("has nothing of anybody in the clear on the disk", () => {
    for (const probe of ["jörg.müller", "mueller-soehne", "o'brien"]) {
      assert.deepEqual(filesWith(desktop.path(), probe), [], probe);
    }
    assert.deepEqual(filesWith(desktop.dataFolder, "SQLite format 3"), []);
  });

  it("is there after a restart with all servers stopped, once it is unlocked", async () => {
    await page.press(Key.CONTROL, Key.SHIFT, "l");
    await page.click("button", "Turn on app lock");
    await page.the("dialog", "Turn on app lock");
    await typeTwice(page, PASSPHRASE);
    await page.press(Key.ENTER);
    await page.the("button", "Lock now");
    await app.stop();
    await servers.stopServer("mariadb");
    await open();
    await page.the("heading", "Deskbook is locked", { exact: true });
    await typeSecret(page, PASSPHRASE);
    await page.press(Key.ENTER);
    await page.click("link", "Customer users");
    await page.the("grid", "Customer users");
    await page.shows("no answer since");
    await page.shows("Offline. These rows are copies");
    assert.ok((await rowsOf(page)).length > 5);
    await lookAround(app, "offline");
  });

  it("finds by sound and by number without a server", async () => {
    await search("joerk myller");
    await page.the("row", "jörg.müller");
    await page.shows("found by");
    await takePicture(app.driver, "offline-sound");
    await search("0049-211/12 34");
    await page.the("row", "jörg.müller");
    await search("müller");
    await page.the("row", "jörg.müller");
  });

  it("shows the customer user and the customer, and says that they are copies", async () => {
    // Rows of the search before may still be giving way to those of the last one
    await page.opens("complementary", "row", "jörg.müller");
    const detail = await page.the("complementary");
    await page.shows("This is a copy as of");
    await lookAround(app, "offline-detail");
    const edit = await page.the("button", "Edit", { within: detail });
    assert.equal(await edit.getAttribute("aria-disabled"), "true");
    await page.press("e");
    await page.shows("Its server does not answer. Until it is back");
    await page.press(Key.ESCAPE);
  });

  it("goes on with the servers by itself when they are back", async () => {
    await servers.startServer("mariadb");
    await page.isRidOf("Offline. These rows are copies");
    await page.isRidOf("no answer since");
    await page.click("row", "jörg.müller");
    await page.isRidOf("This is a copy as of");
    const detail = await page.the("complementary");
    const edit = await page.the("button", "Edit", { within: detail });
    assert.notEqual(await edit.getAttribute("aria-disabled"), "true");
  });

  it("puts right what is otherwise at the server as soon as it is looked at", async () => {
    await servers.sql(
      "mariadb",
      "UPDATE customer_user SET city = 'Quetzalburg' WHERE login = 'jörg.müller'",
    );
    await search("");
    await search("jörg.müller");
    await page.shows("Quetzalburg");
    await search("quetzalburg");
    await page.the("row", "jörg.müller");
  });

  it("is erased for good", async () => {
    await eraseMirror(page);
    assert.deepEqual(readdirSync(path.join(desktop.dataFolder, "mirrors")), []);
  });
});
