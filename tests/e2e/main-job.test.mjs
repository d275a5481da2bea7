// The main job, from nothing: a customer, a person who belongs to it, found, changed, made
// invalid, and still there after a restart. The steps build on each other.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Key } from "selenium-webdriver";
import { App } from "./support/app.mjs";
import { Desktop } from "./support/desktop.mjs";
import { choose, fillIn, pickCustomer, select, valuesOf } from "./support/forms.mjs";
import { takePicture } from "./support/pictures.mjs";

describe("the main job", () => {
  let desktop;
  let app;
  let page;
  let password;

  before(async () => {
    desktop = await Desktop.start();
    await open();
  });
  after(async () => {
    await app?.stop();
    await desktop?.stop();
  });

  async function open() {
    app = await App.start(desktop);
    page = app.page;
  }

  const search = (term) => page.fill("searchbox", "Search customer users", term);

  async function pasted() {
    const field = await search("");
    await page.press(Key.CONTROL, "v");
    const text = await field.getProperty("value");
    await search("");
    return text;
  }

  it("begins with a customer", async () => {
    await page.click("button", "Add the first customer");
    await page.the("heading", "New customer", { exact: true });
    await fillIn(page, { CustomerID: "ACME", Customer: "Acme AG", City: "Köln" });
    await page.click("button", "Save and finish");
    await page.the("row", "Acme AG");
    await page.the("link", "Customers 1");
  });

  it("adds a customer user whose generated password is shown once", async () => {
    await page.click("link", "Customer users 0");
    await page.click("button", "Add the first customer user");
    await page.the("heading", "New customer user", { exact: true });
    await fillIn(page, {
      Firstname: "Jürgen",
      Lastname: "Müller",
      Username: "j.mueller",
      Email: "j.mueller@acme-ag.net",
    });
    await pickCustomer(page, "Customer", "acm", "Acme AG");
    await page.click("button", "Save and finish");

    const dialog = await page.the("dialog", "Generated password");
    password = await (await page.the("status", "Password", { within: dialog })).getText();
    assert.match(password, /^\S{20}$/);
    await page.click("button", "Copy", { within: dialog });
    await page.shows("Copied. The clipboard is cleared after 30 seconds.");
    await page.click("button", "Close", { within: dialog });
    await page.isWithout("dialog");
    await page.the("row", "Müller, Jürgen");
    const isLeft = (text) => document.documentElement.outerHTML.includes(text);
    assert.equal(await page.run(isLeft, password), false, "the password is gone from the page");
  });

  it("has the password in the clipboard for the place where it is needed", async () => {
    assert.equal(await pasted(), password);
  });

  for (const term of ["müller", "MÜLLER"]) {
    it(`finds Müller with ${term}`, async () => {
      await search("nobody of this name");
      await page.the("heading", "Nothing found for “nobody of this name”");
      await search(term);
      await page.the("row", "Müller, Jürgen");
      await page.shows("1 found");
    });
  }

  it("changes the customer user, and the form stays until it is told to go", async () => {
    await page.click("row", "Müller, Jürgen");
    await page.click("button", "Edit");
    await page.the("heading", "Jürgen Müller", { exact: true });
    await fillIn(page, { Phone: "+49 221 4710815", City: "Köln" });
    await page.click("button", "Save", { exact: true });
    await page.shows("Saved");
    assert.deepEqual(await valuesOf(page, ["Phone", "City"]), {
      Phone: "+49 221 4710815",
      City: "Köln",
    });
    await page.click("button", "Cancel");
    await page.the("complementary", "Jürgen Müller");
    await page.shows("+49 221 4710815");
  });

  it("makes the customer user invalid, who leaves the list of the valid ones", async () => {
    await page.click("button", "Edit");
    await select(page, "Validity", "invalid");
    await page.click("button", "Save and finish");
    await page.the("heading", "Nothing found for “MÜLLER”");
    await page.isWithout("row", "Müller, Jürgen");
    await choose(page, "Valid and invalid");
    await page.the("row", "Müller, Jürgen invalid");
  });

  it("keeps everything, and how the window was set, when it is started again", async () => {
    await page.click("button", "Settings");
    await page.click("menuitemradio", "Dark");
    await page.press(Key.ESCAPE);
    await page.isWithout("menu");
    await app.stop();
    await open();
    const row = await page.the("row", "Müller, Jürgen invalid");
    await page.the("link", "Customers 1");
    await page.click("button", "Settings");
    const dark = await page.the("menuitemradio", "Dark");
    assert.equal(await dark.getAttribute("aria-checked"), "true");
    await page.press(Key.ESCAPE);
    await row.click();
    await page.shows("+49 221 4710815");
  });
});

describe("the main job in German", () => {
  let desktop;
  let app;
  let page;

  before(async () => {
    desktop = await Desktop.start();
    app = await App.start(desktop);
    page = app.page;
  });
  after(async () => {
    await app?.stop();
    await desktop?.stop();
  });

  it("begins with a choice of the language", async () => {
    await page.click("button", "Settings");
    await page.click("menuitemradio", "Deutsch");
    await page.the("heading", "Noch niemand hier");
    assert.equal(await page.run(() => document.documentElement.lang), "de");
    await page.press(Key.ESCAPE);
    await page.isWithout("menu");
  });

  it("adds a customer", async () => {
    await page.click("button", "Ersten Kunden hinzufügen");
    await page.the("heading", "Neuer Kunde", { exact: true });
    await fillIn(page, { Kundennummer: "ACME", Kunde: "Acme AG", Straße: "Domplatz 1" });
    await takePicture(app.driver, "customer-form-german");
    await page.click("button", "Speichern", { exact: true });
    await page.shows("Gespeichert");
    await page.click("button", "Speichern und schließen");
    await page.the("row", "Acme AG");
    await page.the("searchbox", "Kunden suchen");
  });
});
