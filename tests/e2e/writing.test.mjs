// Writing to OTOBO's database in the window: added, changed, in conflict with a second writer, renamed,
// and the caches of OTOBO's that hold the old record. The steps build on each other.
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
import { choose, fillIn, pickCustomer, select } from "./support/forms.mjs";
import { filesWith, Keyring } from "./support/keyring.mjs";
import { overlaps } from "./support/looks.mjs";
import { takePicture } from "./support/pictures.mjs";
import { Servers } from "./support/servers.mjs";

const MARIADB = { name: "Nordwind", engine: "MariaDB, MySQL" };
const PASSWORD = "correct horse battery";
/** One of the small set. */
const CUSTOMER = { part: "acme corp", name: "ACME Corporation" };

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
    const address = servers.addresses.mariadb;
    await openConnecting(page, "Local directory");
    await fillInConnection(page, MARIADB, address, address.password);
    await testAndConnect(page, MARIADB);
  });

  it("has usernames made up by its source", async () => {
    await page.click("link", "Back ends");
    await page.click("button", "Change Database Backend (CustomerUser)");
    await select(page, "Make up usernames", "Yes");
    await page.press(Key.CONTROL, "s");
    await page.the("heading", "Back ends", { exact: true });
    await page.click("link", "Customer users");
    await page.the("grid", "Customer users");
  });

  it("looks up no domain once its setting is overridden: there may be no network here", async () => {
    await page.click("link", "Back ends");
    await page.click("button", "Override CheckMXRecord", { exact: true });
    const dialog = await page.the("dialog", "Override CheckMXRecord");
    await page.fill("textbox", "Value", "0", { within: dialog });
    await takePicture(app.driver, "override");
    await page.press(Key.ENTER);
    await page.isWithout("dialog");
    await page.click("link", "Customer users");
    await page.the("grid", "Customer users");
  });

  it("adds somebody on behalf of an agent, whom it asks for once", async () => {
    await page.click("button", "Add customer user");
    await page.the("heading", "New customer user", { exact: true });
    await page.shows("A username is made when this is saved.");
    await fillIn(page, {
      Firstname: "Wilma",
      Lastname: "Writewell",
      Email: "wilma@writewell.example.net",
      Phone: "1",
    });
    await pickCustomer(page, "Customer", CUSTOMER.part, CUSTOMER.name);
    await choose(page, "Type");
    await page.click("button", "Show password");
    await page.fill("textbox", "New password", PASSWORD);
    await page.click("button", "Save and finish");
    const question = await page.the("dialog", "On whose behalf?");
    await takePicture(app.driver, "agent-choice");
    await assertNoBarriers(app.driver, "the choice of an agent");
    await page.click("option", "root@localhost", { within: question });
    await page.click("button", "Choose agent", { within: question });
    await page.the("complementary", "Wilma Writewell");
  });

  it("knows whether a password lets her in, and why not", async () => {
    await page.click("button", "More actions");
    await page.click("menuitem", "Test login");
    const dialog = await page.the("dialog", "Test the login of Wilma Writewell");
    await typeSecret(page, "not this one");
    await page.click("button", "Test", { exact: true, within: dialog });
    await page.shows("Another password is stored");
    await takePicture(app.driver, "login-test-wrong");
    await typeSecret(page, PASSWORD);
    await page.click("button", "Test", { exact: true, within: dialog });
    await page.shows("This password lets");
    await takePicture(app.driver, "login-test-right");
    await assertNoBarriers(app.driver, "the test of a login");
    await page.press(Key.ESCAPE);
    await page.isWithout("dialog");
  });

  it("shows what somebody else changed meanwhile, field by field, and saves what is chosen", async () => {
    await page.click("button", "Edit");
    await page.the("heading", "Wilma Writewell", { exact: true });
    await fillIn(page, { Phone: "mine", Street: "My street 1" });
    await sql(
      "UPDATE customer_user SET phone = 'theirs', city = 'Kiel' WHERE last_name = 'Writewell'",
    );
    await page.click("button", "Save and finish");
    const conflict = await page.the("alertdialog", "Changed meanwhile");
    await takePicture(app.driver, "conflict");
    await assertNoBarriers(app.driver, "a conflict");
    const phone = await page.the("radiogroup", "Phone", { within: conflict });
    await choose(page, "Yours: mine", { within: phone });
    await page.click("button", "Save my choice");
    await page.isWithout("alertdialog");
    const detail = await page.the("complementary", "Wilma Writewell");
    for (const value of ["mine", "My street 1", "Kiel"]) await page.shows(value, detail);
  });

  it("takes the last save back", async () => {
    await page.press(Key.CONTROL, "z");
    await page.shows("Undone: Wilma Writewell is as before");
    await page.shows("theirs");
  });

  it("can be told how OTOBO's caches are cleared, and tries it", async () => {
    const { host, port, password } = servers.addresses.redis;
    await page.click("button", `Installation: ${MARIADB.name}`);
    await page.click("menuitem", "Manage installations…");
    await page.click("button", `Caches of ${MARIADB.name}`);
    await page.the("heading", "OTOBO’s caches", { exact: true });
    await choose(page, "Clear in Redis");
    await page.fill("textbox", "Host", host);
    await page.fill("textbox", "Port", String(port));
    await typeSecret(page, password);
    const encrypted = await page.the("checkbox", "TLS, certificate and name verified");
    if (await page.run((box) => box.checked, encrypted)) {
      await (await page.run((box) => box.closest("label"), encrypted)).click();
    }
    await page.press(Key.CONTROL, Key.ENTER);
    await page.shows("Deskbook can sign in and find keys.");
    await takePicture(app.driver, "caches-redis");
    await assertNoBarriers(app.driver, "the form of caches");
    await page.press(Key.CONTROL, "s");
    await page.shows("Saved. The password is in the keyring.");
    assert.deepEqual(filesWith(desktop.path(), password), []);
  });

  it("clears what a save made stale in Redis, and nothing else", async () => {
    for (const key of ["CustomerUser1:old", "CustomerUser:old", "Ticket:kept"]) {
      await servers.put(key);
    }
    await page.click("link", "Customer users");
    await page.fill("searchbox", "Search customer users", "Writewell");
    await page.click("row", "Writewell");
    await page.click("button", "Edit");
    await page.the("heading", "Wilma Writewell", { exact: true });
    await page.resize(900, 600);
    await fillIn(page, { Fax: "1" });
    await page.press(Key.CONTROL, "s");
    const note = await page.the("complementary", "OTOBO’s caches");
    await takePicture(app.driver, "caches-note-900x600");
    const others = [await page.the("contentinfo"), await page.the("button", "Save and finish")];
    for (const other of others) assert.equal(await overlaps(page, note, other), false);
    const scrolling = () =>
      [...document.querySelectorAll("[role=status] > *")]
        .filter((toast) => toast.scrollWidth > toast.clientWidth)
        .map((toast) => toast.textContent);
    assert.deepEqual(await page.run(scrolling), [], "a toast does not scroll sideways");
    await page.resize(1280, 800);
    await servers.put("CustomerUser:old");
    await fillIn(page, { Fax: "2" });
    await page.click("button", "Save and finish");
    await page.shows("OTOBO’s caches were cleared");
    await takePicture(app.driver, "caches-cleared");
    const left = await servers.keys();
    assert.ok(left.includes("Ticket:kept"), left.join());
    assert.ok(!left.includes("CustomerUser:old"), left.join());
  });

  it("renames a customer with a thousand customer users, who all come along", async () => {
    await sql(
      "INSERT INTO customer_company (customer_id, name, valid_id, create_time, create_by, change_time, change_by) " +
        "VALUES ('BIG', 'Big Business', 1, NOW(), 1, NOW(), 1)",
    );
    await sql(
      "INSERT INTO customer_user (login, email, customer_id, first_name, last_name, valid_id, create_time, create_by, " +
        "change_time, change_by) SELECT CONCAT('big', seq), CONCAT('big', seq, '@big.example'), 'BIG', 'Big', " +
        "CONCAT('Person', seq), 1, NOW(), 1, NOW(), 1 FROM seq_1_to_1000",
    );
    await page.click("link", "Customers");
    // The mirror does not know yet what others write
    await page.click("radio", "As OTOBO finds it");
    await page.fill("searchbox", "Search customers", "Big Business");
    await page.click("row", "Big Business");
    await page.click("button", "Edit");
    await page.the("heading", "Big Business", { exact: true });
    await fillIn(page, { CustomerID: "BIGGER" });
    await page.click("button", "Save and finish");
    const question = await page.the("dialog", "Rename this customer?");
    await page.shows("Rename and move 1,000 rows");
    await takePicture(app.driver, "rename-preview");
    await assertNoBarriers(app.driver, "the preview of a rename");
    await page.click("button", "Rename and move", { within: question });
    await page.isWithout("dialog");
    await page.shows("Big Business was saved, and 1,000 rows moved along");
    await takePicture(app.driver, "renamed");
  });
});
