// Where a key has no place, and where it is lost: a computer without a keyring, a forgotten passphrase, a keyring that
// is gone. The steps of each build on each other.
import assert from "node:assert/strict";
import { readdirSync, rmSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { Key } from "selenium-webdriver";
import { App } from "./support/app.mjs";
import { assertNoBarriers } from "./support/axe.mjs";
import { typeSecret } from "./support/connecting.mjs";
import { Desktop } from "./support/desktop.mjs";
import { filesWith, Keyring } from "./support/keyring.mjs";
import { groupsIn, lockByKey, typeBack, typeTwice } from "./support/lock.mjs";
import { takePicture } from "./support/pictures.mjs";

const PASSPHRASE = "vier wilde Pferde";

describe("a computer without a keyring", () => {
  let desktop;
  let app;
  let page;
  let groups;

  before(async () => {
    desktop = await Desktop.start();
    app = await App.start(desktop);
    page = app.page;
  });
  after(async () => {
    await app?.stop();
    await desktop?.stop();
  });

  /** The files that begin as a plain one does, without those beside them. */
  const plainFiles = () =>
    filesWith(desktop.dataFolder, "SQLite format 3")
      .map((file) => path.basename(file))
      .filter((name) => name.endsWith(".sqlite3"))
      .sort();

  async function isReplaced() {
    await app.isReplaced();
    page = app.page;
  }

  it("leaves files as they are, and says so", async () => {
    await page.click("button", "Load sample data");
    await page.the("grid", "Customer users");
    await page.click("button", "Settings");
    await page.click("menuitem", "Security…");
    await page.shows("This computer has no keyring");
    await page.shows("Not encrypted");
    await takePicture(app.driver, "security-no-keyring");
    await assertNoBarriers(app.driver, "security without a keyring");
    assert.deepEqual(plainFiles(), ["deskbook.sqlite3", "local-directory.sqlite3"]);
  });

  it("encrypts its settings once there is a passphrase", async () => {
    await page.click("button", "Turn on app lock");
    await page.the("dialog", "Turn on app lock");
    await page.shows("Deskbook starts again after this");
    await typeTwice(page, PASSPHRASE);
    await page.press(Key.ENTER);
    await isReplaced();
    await page.the("heading", "Deskbook is locked", { exact: true });
    await typeSecret(page, PASSPHRASE);
    await page.press(Key.ENTER);
    await page.shows("The local directory is not encrypted yet.");
    await takePicture(app.driver, "recovery-notice-plain");
    assert.deepEqual(plainFiles(), ["local-directory.sqlite3"]);
  });

  it("encrypts the local directory once its recovery code is noted", async () => {
    await page.click("button", "Note the recovery code");
    groups = await groupsIn(page, await page.the("dialog", "Note this recovery code"));
    await typeBack(page, groups);
    await page.press(Key.ENTER);
    await page.isWithout("dialog");
    await lockByKey(page);
    await isReplaced();
    await typeSecret(page, PASSPHRASE);
    await page.press(Key.ENTER);
    await page.the("grid", "Customer users");
    assert.deepEqual(plainFiles(), []);
    await page.the("link", "Customer users 300");
  });

  it("opens the local directory by its code when the passphrase is forgotten", async () => {
    await app.stop();
    app = await App.start(desktop);
    page = app.page;
    await page.click("button", "I have forgotten it");
    await page.the("heading", "A forgotten passphrase", { exact: true });
    await page.fill("textbox", "Recovery code", groups.join(" ").replace(groups[4], "00000"));
    await page.press(Key.ENTER);
    await page.shows("Group 5 is mistyped.");
    await takePicture(app.driver, "recover-mistyped");
    await assertNoBarriers(app.driver, "a mistyped recovery code");
    await page.fill("textbox", "Recovery code", groups.join("-").toLowerCase());
    await page.press(Key.ENTER);
    await page.shows("This computer has no keyring, so a passphrase has to protect the key");
    await takePicture(app.driver, "recover-passphrase");
    await typeSecret(page, "a new passphrase");
    await page.press(Key.ENTER);
    await page.the("grid", "Customer users");
    await page.the("link", "Customer users 300");
    assert.deepEqual(plainFiles(), []);
  });
});

describe("a keyring that was lost", () => {
  let desktop;
  let keyring;
  let app;
  let page;

  before(async () => {
    desktop = await Desktop.start();
    keyring = await Keyring.start(desktop);
    app = await App.start(desktop);
    page = app.page;
  });
  after(async () => {
    await app?.stop();
    await keyring?.stop();
    await desktop?.stop();
  });

  it("costs the settings, which are set aside, and not the local directory", async () => {
    await page.click("button", "Load sample data");
    await page.click("button", "Note the recovery code");
    const groups = await groupsIn(page, await page.the("dialog", "Note this recovery code"));
    await app.stop();
    await keyring.stop();
    rmSync(desktop.path("data", "keyrings"), { recursive: true });
    keyring = await Keyring.start(desktop);
    app = await App.start(desktop);
    page = app.page;
    await page.the("heading", "The key of Deskbook’s settings is gone", { exact: true });
    await takePicture(app.driver, "key-missing");
    await page.click("button", "Begin with new settings");
    await page.the("heading", "The key of the local directory is gone", { exact: true });
    await takePicture(app.driver, "recover");
    await assertNoBarriers(app.driver, "asking for the recovery code");
    await page.fill("textbox", "Recovery code", groups.join(""));
    await page.press(Key.ENTER);
    await page.the("link", "Customer users 300");
    const aside = readdirSync(desktop.dataFolder).filter((name) => name.includes(".locked-"));
    assert.ok(aside.includes("deskbook.sqlite3.locked-1"), String(aside));
  });
});
