// The main job and all that belongs to it without a mouse. After each key the focus is somewhere,
// and shows. The steps build on each other.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Key } from "selenium-webdriver";
import { App } from "./support/app.mjs";
import { Desktop } from "./support/desktop.mjs";
import { focusedRow, hasFocus, press, tabTo } from "./support/focus.mjs";
import { valuesOf } from "./support/forms.mjs";
import { until } from "./support/until.mjs";

const CTRL = Key.CONTROL;
const SEARCH = ["searchbox", "Search customer users"];

describe("the main job by keyboard alone", () => {
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

  /** Types into one field after the other, from the one that has the focus. */
  async function typeInTurn(...texts) {
    for (const text of texts) {
      await page.type(text);
      await press(page, Key.TAB);
    }
  }

  it("adds the first customer: Tab, Enter, Ctrl+S, Ctrl+Enter", async () => {
    await hasFocus(page, ...SEARCH);
    await tabTo(page, "button", "Add the first customer");
    await press(page, Key.ENTER);
    await hasFocus(page, "textbox", "CustomerID");
    await typeInTurn("ACME", "Acme AG");
    await press(page, CTRL, "s");
    await page.shows("Saved");
    await page.the("heading", "Acme AG", { exact: true });
    await press(page, CTRL, Key.ENTER);
    await page.the("row", "Acme AG");
  });

  it("adds a customer user, and copies the password", async () => {
    await press(page, CTRL, "1");
    await hasFocus(page, ...SEARCH);
    await tabTo(page, "button", "Add the first customer user");
    await press(page, Key.ENTER);
    await hasFocus(page, "textbox", "Title or salutation");
    await typeInTurn("Dr.", "Jürgen", "Müller", "j.mueller", "j.mueller@acme-ag.net");
    await hasFocus(page, "combobox", "Customer");
    await page.type("acm");
    await page.the("option", "Acme AG");
    await press(page, Key.ARROW_DOWN);
    await press(page, Key.ENTER);
    await page.isWithout("listbox");
    await press(page, CTRL, Key.ENTER);
    await hasFocus(page, "button", "Copy");
    await press(page, Key.ENTER);
    await page.shows("The clipboard is cleared after 30 seconds.");
    await press(page, Key.ESCAPE);
    await page.isWithout("dialog");
    await page.the("row", "Müller, Jürgen");
  });

  it("finds with /, goes down to the row, opens with Enter", async () => {
    await press(page, Key.ESCAPE);
    await page.isWithout("complementary");
    await hasFocus(page, ...SEARCH);
    await press(page, "/");
    await page.type("müller");
    await page.shows("1 found");
    await press(page, Key.ARROW_DOWN);
    await hasFocus(page, "row", "Müller, Jürgen");
    await press(page, "/");
    await hasFocus(page, ...SEARCH);
    await press(page, Key.ARROW_DOWN);
    await press(page, Key.ENTER);
    await page.the("complementary", "Dr. Jürgen Müller");
    await hasFocus(page, "row", "Müller, Jürgen");
  });

  it("edits with e, and saves with Ctrl+S", async () => {
    await press(page, "e");
    await page.the("heading", "Dr. Jürgen Müller", { exact: true });
    await tabTo(page, "textbox", "Phone");
    await page.type("+49 221 4710815");
    await press(page, CTRL, "s");
    await page.shows("Saved");
    await hasFocus(page, "textbox", "Phone");
    await press(page, Key.ESCAPE);
    await page.the("complementary", "Dr. Jürgen Müller");
    await page.shows("+49 221 4710815");
  });

  it("asks before a changed form is left, and Escape is the answer that keeps what is typed", async () => {
    await toTheRow();
    await press(page, "e");
    await tabTo(page, "textbox", "City");
    await page.type("Köln");
    await press(page, Key.ESCAPE);
    await page.the("alertdialog", "Leave without saving?");
    await hasFocus(page, "button", "Stay");
    await press(page, Key.ESCAPE);
    await page.isWithout("alertdialog");
    assert.deepEqual(await valuesOf(page, ["City"]), { City: "Köln" });
    await hasFocus(page, "textbox", "City");
    await press(page, Key.ESCAPE);
    await tabTo(page, "button", "Discard changes");
    await press(page, Key.ENTER);
    await page.the("complementary", "Dr. Jürgen Müller");
    await page.isRidOf("Köln");
  });

  it("makes the customer user invalid", async () => {
    await toTheRow();
    await press(page, "e");
    await tabTo(page, "button", "Validity");
    await press(page, Key.ENTER);
    await page.the("option", "invalid", { exact: true });
    await press(page, Key.ARROW_DOWN);
    await press(page, Key.ENTER);
    await page.the("button", "invalid Validity");
    await press(page, CTRL, Key.ENTER);
    await page.the("heading", "Nothing found for “müller”");
    await tabTo(page, "button", "Search invalid too");
    await press(page, Key.ENTER);
    await page.the("row", "Müller, Jürgen invalid");
  });

  it("shows the keys with ?, and gives the focus back", async () => {
    await toTheRow();
    await press(page, "?");
    await page.the("dialog", "Keyboard shortcuts");
    await press(page, Key.ESCAPE);
    await page.isWithout("dialog");
    await hasFocus(page, "row", "Müller, Jürgen");
  });

  it("runs commands and opens people from the palette, Ctrl+K", async () => {
    await press(page, CTRL, "k");
    await hasFocus(page, "combobox", "Find people and commands");
    await page.type("add customer user");
    await press(page, Key.ENTER);
    await page.the("heading", "New customer user", { exact: true });
    await hasFocus(page, "textbox", "Title or salutation");
    await press(page, Key.ESCAPE);
    await page.the(...SEARCH);
    await press(page, CTRL, "k");
    await press(page, Key.ESCAPE);
    await page.isWithout("dialog");
  });

  it("adds with n", async () => {
    await toTheRow();
    await press(page, "n");
    await page.the("heading", "New customer user", { exact: true });
    await press(page, Key.ESCAPE);
    await page.the(...SEARCH);
  });

  /** From wherever the focus is to the row. */
  async function toTheRow() {
    await press(page, CTRL, "f");
    await press(page, Key.ARROW_DOWN);
    await hasFocus(page, "row", "Müller, Jürgen");
  }
});

describe("a long list by keyboard alone", () => {
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

  const reaches = (row) =>
    until(`the focus is on row ${row}`, async () => (await focusedRow(page)) === row);

  it("is there after Load sample data, with the focus in the search field", async () => {
    await tabTo(page, "button", "Load sample data");
    await press(page, Key.ENTER);
    await page.the("grid", "Customer users");
    await hasFocus(page, ...SEARCH);
  });

  it("is walked with arrows, Page Down, End and Home", async () => {
    const grid = await page.the("grid", "Customer users");
    const last = Number(await grid.getAttribute("aria-rowcount"));
    assert.ok(last > 250, "the list is longer than the window is high");
    await press(page, Key.ARROW_DOWN);
    await reaches(2);
    await press(page, Key.ARROW_DOWN);
    await reaches(3);
    await press(page, Key.PAGE_DOWN);
    await until("the focus is a page further", async () => (await focusedRow(page)) > 10);
    await press(page, Key.END);
    await reaches(last);
    await page.shows(`–${last - 1} of ${last - 1}`);
    await press(page, Key.ARROW_UP);
    await reaches(last - 1);
    await press(page, Key.HOME);
    await reaches(2);
  });

  it("shows the next person at once while somebody is open, and Escape closes", async () => {
    await press(page, Key.ENTER);
    const first = await (await page.the("complementary")).getAccessibleName();
    await press(page, Key.ARROW_DOWN);
    await until("the next person is open", async () => {
      const name = await (await page.the("complementary")).getAccessibleName();
      return name !== first;
    });
    await reaches(3);
    await press(page, Key.ESCAPE);
    await page.isWithout("complementary");
    await reaches(3);
  });

  it("leads to a person from anywhere with the palette", async () => {
    await press(page, CTRL, "2");
    await hasFocus(page, "searchbox", "Search customers");
    await press(page, CTRL, "k");
    await page.type("anke");
    await page.the("option", "Anke Groß");
    await press(page, Key.ENTER);
    await page.the("complementary", "Anke Groß");
    await hasFocus(page, ...SEARCH);
  });

  it("is sorted by the head of a column", async () => {
    await press(page, CTRL, "f");
    await press(page, Key.ESCAPE);
    await tabTo(page, "button", "Name", { exact: true });
    await press(page, Key.ENTER);
    const head = await page.the("columnheader", "Name", { exact: true });
    await until("it is sorted", async () => (await head.getAttribute("aria-sort")) === "ascending");
    await hasFocus(page, "button", "Name", { exact: true });
  });
});
