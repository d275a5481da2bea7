// What is wrong around the app: folders, files, disks, other instances. Each fault is told in the
// window with its remedy, leaves the file as it was, and is gone with "Try again" once it is mended.
//
// A file that another program holds locked is left to the tests of the adapters: it takes SQLite's
// own locks to make one.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { afterEach, beforeEach, describe, it } from "node:test";
import { App } from "./support/app.mjs";
import { Desktop } from "./support/desktop.mjs";
import { Disk, noDiskReason } from "./support/disk.mjs";
import { fillIn, valuesOf } from "./support/forms.mjs";
import { goTo, loadSampleData } from "./support/places.mjs";
import { until } from "./support/until.mjs";

const FILES = ["local-directory.sqlite3", "deskbook.sqlite3"];
const [LOCAL_DIRECTORY] = FILES;

/** The size of a page of our files; the first one tells SQLite what the file is. */
const PAGE = 4096;

describe("Deskbook", () => {
  let desktop;
  let app;
  /** What else a test started, ended after the app. */
  let leftOvers;

  beforeEach(async () => {
    leftOvers = [];
    desktop = await Desktop.start();
  });
  afterEach(async () => {
    await app?.stop();
    app = undefined;
    for (const end of leftOvers.reverse()) await end();
    await desktop?.stop();
  });

  async function start(environment) {
    app = await App.start(desktop, environment);
    return app.page;
  }

  /** Starts for the first time, does something, and ends; the files are there afterwards. */
  async function startOnce(work = isEmpty) {
    await work(await start());
    await app.stop();
    // What a crash leaves in the log would come back over whatever a test writes into the file.
    for (const name of FILES) rmSync(`${placeOf(name)}-wal`, { force: true });
  }

  const placeOf = (name) => path.join(desktop.dataFolder, name);

  function mountDisk() {
    const disk = new Disk(desktop.dataFolder);
    leftOvers.push(() => disk.unmount());
    return disk;
  }

  it("tells of a data folder that cannot be made", async () => {
    const inTheWay = desktop.path("file");
    const folder = path.join(inTheWay, "deskbook");
    writeFileSync(inTheWay, "mine");
    const page = await start({ DESKBOOK_DATA_DIR: folder });
    await isTold(page, {
      what: "Deskbook cannot write to its data folder",
      where: folder,
      remedy: "Give your account the right to write there",
    });
    assert.equal(readFileSync(inTheWay, "utf8"), "mine");
    rmSync(inTheWay);
    await tryAgain(page);
    await isEmpty(page);
  });

  it("tells of a read-only data folder", { skip: noDiskReason() }, async () => {
    const disk = mountDisk();
    await startOnce();
    disk.makeReadOnly();
    const before = readFileSync(placeOf(LOCAL_DIRECTORY));
    const page = await start();
    await isTold(page, {
      what: "Deskbook cannot write to its data folder",
      where: desktop.dataFolder,
      remedy: "free the folder from its write protection",
    });
    assertSame(placeOf(LOCAL_DIRECTORY), before);
    disk.makeWritable();
    await tryAgain(page);
    await isEmpty(page);
  });

  for (const name of FILES) {
    it(`tells that ${name} is no database, and leaves it alone`, async () => {
      const text = Buffer.from("Dear diary, ".repeat(1000));
      mkdirSync(desktop.dataFolder);
      writeFileSync(placeOf(name), text);
      const page = await start();
      await isTold(page, {
        what: "A file of Deskbook is not a database",
        where: placeOf(name),
        remedy: "Put a backup of the file in its place, or move it away",
      });
      assertSame(placeOf(name), text);
      renameSync(placeOf(name), desktop.path("moved-away"));
      await tryAgain(page);
      await isEmpty(page);
    });

    it(`tells that ${name} is from a newer Deskbook, and leaves it alone`, async () => {
      await startOnce();
      const ours = readFileSync(placeOf(name));
      const newer = withUnknownChange(ours);
      writeFileSync(placeOf(name), newer);
      const page = await start();
      await isTold(page, {
        what: "A file was made by a newer Deskbook",
        where: placeOf(name),
        remedy: "Install the newer Deskbook to open it",
      });
      assertSame(placeOf(name), newer);
      writeFileSync(placeOf(name), ours);
      await tryAgain(page);
      await isEmpty(page);
    });

    it(`tells that ${name} is damaged, and leaves it alone`, async () => {
      await startOnce();
      const whole = readFileSync(placeOf(name));
      const damaged = Buffer.from(whole).fill(0xff, PAGE);
      writeFileSync(placeOf(name), damaged);
      const page = await start();
      await isTold(page, {
        what: "A file of Deskbook is damaged",
        where: placeOf(name),
        remedy: "Restore the file from a backup",
      });
      assertSame(placeOf(name), damaged);
      writeFileSync(placeOf(name), whole);
      await tryAgain(page);
      await isEmpty(page);
    });
  }

  it("tells that another instance uses the data folder, which works on", async () => {
    const page = await start();
    await loadSampleData(page);
    const elsewhere = await Desktop.start();
    leftOvers.push(() => elsewhere.stop());
    const second = await App.start(elsewhere, { DESKBOOK_DATA_DIR: desktop.dataFolder });
    leftOvers.push(() => second.stop());
    await isTold(second.page, {
      what: "Another Deskbook is using this data folder",
      where: desktop.dataFolder,
      remedy: "Close the other Deskbook, or carry on in its window",
    });
    await page.fill("searchbox", null, "müller");
    await page.shows("found, best match first");
    await app.stop();
    await tryAgain(second.page);
    await second.page.the("grid", "Customer users");
  });

  it("tells the same where no session bus leads to the other instance", async () => {
    await start();
    const second = await App.start(desktop, {
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${desktop.path("no-bus")}`,
    });
    leftOvers.push(() => second.stop());
    await isTold(second.page, {
      what: "Another Deskbook is using this data folder",
      where: desktop.dataFolder,
      remedy: "Close the other Deskbook, or carry on in its window",
    });
  });

  it("ends a second start and brings the first window to the front", async () => {
    const page = await start();
    await isEmpty(page);
    await app.driver.manage().window().minimize();
    await until("the window is out of sight", () => page.run(() => document.hidden));
    const second = App.startBeside(desktop);
    leftOvers.push(() => second.stop());
    assert.equal(await second.ended(), 0, second.output);
    const isInFront = () => !document.hidden && document.hasFocus();
    await until("the window is in front", () => page.run(isInFront));
    await page.click("link", "Customers");
    await page.the("heading", "No customers yet");
  });

  it("tells of a full disk at the start", { skip: noDiskReason() }, async () => {
    const disk = mountDisk();
    disk.fill();
    const page = await start();
    await isTold(page, {
      what: "The disk is full",
      where: desktop.dataFolder,
      remedy: "Free some space and try again",
    });
    disk.free();
    await tryAgain(page);
    await isEmpty(page);
  });

  it("keeps all that was typed when the disk is full", { skip: noDiskReason() }, async () => {
    const disk = mountDisk();
    const page = await start();
    const typed = { CustomerID: "ACME", Customer: "Acme AG", City: "Köln", Comment: "Grüße" };
    await isEmpty(page);
    await goTo(page, "#/customers/form");
    await fillIn(page, typed);
    disk.fill();
    await page.click("button", "Save", { exact: true });
    await isTold(page, {
      what: "The disk is full",
      where: placeOf(LOCAL_DIRECTORY),
      remedy: "Free some space and try again. What you typed is still here",
    });
    assert.deepEqual(await valuesOf(page, Object.keys(typed)), typed);
    await page.the("link", "Customers 0");
    disk.free();
    await tryAgain(page);
    await page.the("heading", "Acme AG", { exact: true });
    await page.the("link", "Customers 1");
  });
});

/** The first view of an empty directory. */
async function isEmpty(page) {
  await page.the("heading", "Nobody here yet");
}

/** Waits until the window says what is wrong, where, and what to do. */
async function isTold(page, { what, where, remedy }) {
  const alert = await page.the("alert");
  await page.the("heading", what, { exact: true, within: alert });
  const words = await alert.getText();
  assert.ok(words.includes(where), words);
  assert.ok(words.includes(remedy), words);
  await page.the("button", "Copy details", { within: alert });
}

async function tryAgain(page) {
  await page.click("button", "Try again");
  await page.isWithout("alert");
}

function assertSame(place, bytes) {
  assert.ok(readFileSync(place).equals(bytes), `${place} is as it was, byte for byte`);
}

/** A file as a later version leaves it: with a change in its books that this version never made. */
function withUnknownChange(file) {
  const text = file.toString("latin1");
  const last = text
    .match(/m\d{8}_\d{6}/g)
    .sort()
    .at(-1);
  return Buffer.from(text.replaceAll(last, last.replace("m2026", "m2099")), "latin1");
}
