// Writing to OTOBO's database in the window: added, changed, in conflict with a second writer, renamed,
// and the caches of OTOBO's that hold the old record. The steps build on each other.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Key } from "selenium-webdriver";
import { App } from "./support/app.mjs";
import { assertNoBarriers } from "./support/axe.mjs";
import { Desktop } from "./support/desktop.mjs";
import { select } from "./support/forms.mjs";
import { Keyring } from "./support/keyring.mjs";
import { takePicture } from "./support/pictures.mjs";
import { Servers } from "./support/servers.mjs";

const NAME = "Nordwind";

describe("writing to MariaDB", () => {
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

  const sql = (statements) => servers.sql("mariadb", statements);

  it("connects", async () => {
    await page.click("button", "Installation: Local directory");
    await page.click("menuitem", "Connect an OTOBO database…");
    await page.the("heading", "Connect an OTOBO database", { exact: true });
    const { host, port, database, user, password } = servers.addresses.mariadb;
    await page.fill("textbox", "Name in Deskbook", NAME);
    await page.fill("textbox", "Host", host);
    await page.fill("textbox", "Port", String(port));
    await page.fill("textbox", "Database", database);
    await page.fill("textbox", "User", user);
    const field = await page.run(() => document.querySelector("input[type=password]"));
    await field.sendKeys(password);
    await page.press(Key.CONTROL, Key.ENTER);
    await page.shows("The test has passed.");
    await page.click("button", "Connect", { exact: true });
    await page.the("grid", "Customer users");
  });
});
