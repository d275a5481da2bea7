// A thousand planted names, logins, addresses and passwords, and the keys of the files, looked for byte by byte in all
// that Deskbook and its web view write, and, while it is locked, in the memory of all its processes. The steps build on
// each other.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { closeSync, openSync, readdirSync, readSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { Key } from "selenium-webdriver";
import { App } from "./support/app.mjs";
import {
  fillInConnection,
  openConnecting,
  testAndConnect,
  typeSecret,
} from "./support/connecting.mjs";
import { Desktop } from "./support/desktop.mjs";
import { fillIn } from "./support/forms.mjs";
import { Keyring } from "./support/keyring.mjs";
import { lockByKey, typeTwice } from "./support/lock.mjs";
import { foundInMemory } from "./support/memory.mjs";
import { keyNeedlesInEveryForm, Needles, textNeedlesInEveryForm } from "./support/needles.mjs";
import { insertionOf, people } from "./support/planted.mjs";
import { Servers } from "./support/servers.mjs";

const KEYS = process.env.DESKBOOK_KEYS;
const MARIADB = { name: "Nordwind", engine: "MariaDB, MySQL" };
const PASSPHRASE = "fünf wilde Quetzale";
const TYPED = { Firstname: "Xiuhcoatlia", Lastname: "Halftypedia", Username: "x.halftypedia" };
const PEOPLE = people(220);
const PLANTED = PEOPLE.flatMap((person) => Object.values(person));

describe("what is planted", () => {
  let servers;
  let desktop;
  let keyring;
  let app;
  let page;
  /** Everything that is looked for, by name. */
  let needles;

  before(async () => {
    servers = await Servers.start();
    await servers.sql("mariadb", insertionOf(PEOPLE));
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

  function assertInNoFile() {
    const wanted = new Needles(needles);
    assert.deepEqual(wanted.inFilesOf(desktop.path()), []);
    assert.deepEqual(wanted.inOpenFilesOf(app.processes), []);
  }

  /** What people do with somebody: search, look, scroll the list. */
  async function lookFor({ last, login, mail }) {
    for (const term of [last, mail, login]) {
      await page.fill("searchbox", "Search customer users", term);
      await page.the("row", login);
    }
    await page.click("row", login);
    await page.the("complementary", last);
    await page.press(Key.ESCAPE);
    await page.fill("searchbox", "Search customer users", "");
    await page.the("grid", "Customer users");
  }

  /** The keys as the keyring has them while there is no app lock. */
  function keysOfFiles() {
    const mirrors = readdirSync(path.join(desktop.dataFolder, "mirrors"));
    const ids = mirrors.filter((name) => name.endsWith(".mirror")).map((it) => path.parse(it).name);
    const args = ["deskbook-dev", desktop.dataFolder, ...ids];
    const told = execFileSync(KEYS, args, { env: desktop.environment, encoding: "utf8" });
    const keys = told.trim().split("\n");
    assert.equal(keys.length, 2 + ids.length);
    assert.ok(keys.every((key) => /^[0-9a-f]{64}$/.test(key)));
    return ["own store", "local directory", ...ids].map((name, at) => ({
      name: `key of ${name}`,
      key: Buffer.from(keys[at], "hex"),
    }));
  }

  it("is copied, searched and shown", async () => {
    await page.click("button", "Load sample data");
    await page.the("grid", "Customer users");
    const address = servers.addresses.mariadb;
    await openConnecting(page, "Local directory");
    await fillInConnection(page, MARIADB, address, address.password);
    await testAndConnect(page, MARIADB);
    await page.click("link", "Mirror");
    await page.shows("Complete");
    await page.isRidOf("Not copied yet");
    await page.click("link", "Customer users");
    for (const person of PEOPLE.slice(0, 3)) await lookFor(person);
    const texts = [...PLANTED, ...Object.values(TYPED), PASSPHRASE, address.password];
    const keys = keysOfFiles();
    needles = textNeedlesInEveryForm(texts);
    for (const { name, key } of keys) Object.assign(needles, keyNeedlesInEveryForm(name, key));
    assert.ok(texts.length + keys.length > 1000);
  });

  it("is in memory while Deskbook is open, where the search for it finds it", () => {
    const found = foundInMemory(app.processes, needles);
    const [{ first, last, login, mail }] = PEOPLE;
    for (const probe of [first, last, login, mail, "key of own store (hex)"]) {
      assert.ok(found.includes(probe), `${probe} is in memory`);
    }
    // Passwords of customer users are never asked for.
    assert.deepEqual(
      PEOPLE.filter((person) => found.includes(person.password)),
      [],
    );
  });

  it("is found in a file, too, and in one that has lost its name", () => {
    const wanted = new Needles(needles);
    const file = desktop.path("home", "control");
    const name = `${PEOPLE[7].mail} (Base64 behind 2)`;
    writeFileSync(file, `of no use: ${Buffer.from(`ab${PEOPLE[7].mail}`).toString("base64")}`);
    const opened = openSync(file, "r");
    assert.deepEqual(wanted.inFilesOf(desktop.path()), [`${name} in ${file}`]);
    rmSync(file);
    const found = wanted.inOpenFilesOf([process.pid]);
    closeSync(opened);
    assert.deepEqual(found, [`${name} in /proc/${process.pid}/fd/${opened}`]);
  });

  it("is in no file while Deskbook is open", () => {
    const looked = readdirSync(desktop.path(), { recursive: true });
    for (const kind of [".sqlite3", ".sqlite3-wal", ".mirror", ".mirror-wal", ".localstorage"]) {
      assert.ok(
        looked.some((name) => name.endsWith(kind)),
        `one of ${kind} is looked through`,
      );
    }
    assertInNoFile();
  });

  it("is in files that begin like no file that anybody knows", () => {
    const files = readdirSync(desktop.dataFolder, { recursive: true })
      .filter((name) => /\.(sqlite3|mirror)$/.test(name))
      .map((name) => path.join(desktop.dataFolder, name));
    assert.equal(files.length, 3, `own store, local directory, mirror: ${files}`);
    const begins = files.map((file) => {
      const head = Buffer.alloc(16);
      const opened = openSync(file, "r");
      readSync(opened, head, 0, 16, 0);
      closeSync(opened);
      return head.toString("latin1");
    });
    assert.ok(!begins.includes("SQLite format 3\0"));
    assert.equal(new Set(begins.map((it) => it.slice(0, 4))).size, begins.length, "no two alike");
  });

  it("is in no file after a crash, a restart under app lock, and more work", async () => {
    await page.press(Key.CONTROL, Key.SHIFT, "l");
    await page.click("button", "Turn on app lock");
    await page.the("dialog", "Turn on app lock");
    await typeTwice(page, PASSPHRASE);
    await page.press(Key.ENTER);
    await page.the("button", "Lock now");
    await app.stop();
    assert.deepEqual(new Needles(needles).inFilesOf(desktop.path()), []);
    await open();
    await page.the("heading", "Deskbook is locked", { exact: true });
    await typeSecret(page, PASSPHRASE);
    await page.press(Key.ENTER);
    await page.click("link", "Customer users");
    await page.the("grid", "Customer users");
    for (const person of PEOPLE.slice(3, 6)) await lookFor(person);
    await page.click("button", "Add customer user");
    await page.the("heading", "New customer user", { exact: true });
    await fillIn(page, TYPED);
    assertInNoFile();
  });

  it("is neither in memory nor in a file once Deskbook is locked", async () => {
    await lockByKey(page);
    await app.isReplaced();
    page = app.page;
    await page.the("heading", "Deskbook is locked", { exact: true });
    assert.deepEqual(foundInMemory(app.processes, needles), []);
    assertInNoFile();
  });
});
