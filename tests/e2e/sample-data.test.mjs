// A look around in the sample data: loading it, columns, sorting, searching; then what the form
// says to values that cannot be saved, and the three ways to a password. The steps build on each
// other.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { Key } from "selenium-webdriver";
import { App } from "./support/app.mjs";
import { Desktop } from "./support/desktop.mjs";
import { hasFocus } from "./support/focus.mjs";
import { choose, fillIn, findingOf, pickCustomer, valuesOf } from "./support/forms.mjs";
import { columnsOf, rowsOf, rowsWhen } from "./support/lists.mjs";
import { until } from "./support/until.mjs";

const NEEDED = "This field is needed.";
/** Each of them cannot be saved as it is. */
const WRONG = {
  Firstname: "0",
  Lastname: "x".repeat(101),
  Username: "A.MUELLER",
  Email: "nobody",
};

describe("the sample data", () => {
  let desktop;
  let app;
  let page;

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

  it("is loaded with progress, and counted honestly", async () => {
    await page.run(noteProgress);
    await page.click("button", "Load sample data");
    await page.the("grid", "Customer users");
    const progress = await page.run(() => window.notedProgress);
    assert.ok(progress.length > 0, "there was progress to be seen");
    for (const words of progress) assert.match(words, /^\d+ of 340$/);
    await page.the("link", "Customer users 300");
    await page.the("link", "Customers 40");
    await page.shows("300 contacts");
    const valid = await total();
    assert.ok(valid < 300, "some of them are invalid");
    await choose(page, "Valid and invalid");
    await page.shows("300 entries");
    assert.equal(await total(), 300);
    await choose(page, "Valid");
    await page.shows(`${valid} entries`);
  });

  it("is not offered a second time", async () => {
    await page.isWithout("button", "Load sample data");
    await search("nobody of this name");
    await page.the("heading", "Nothing found for “nobody of this name”");
    await page.isWithout("button", "Load sample data");
    await page.click("link", "Customers 40");
    await page.the("grid", "Customers");
    await page.isWithout("button", "Load sample data");
    await page.click("link", "Customer users 300");
    await page.the("grid", "Customer users");
  });

  it("is shown in the columns that somebody chooses, also after a restart", async () => {
    const before = await columnsOf(page);
    assert.ok(before.includes("Phone") && !before.includes("City"));
    await page.click("button", "Columns");
    await (await labelOf("Phone")).click();
    await (await labelOf("City")).click();
    await page.press(Key.ESCAPE);
    await page.isWithout("dialog");
    const chosen = [...before.filter((column) => column !== "Phone"), "City"];
    assert.deepEqual(await columnsOf(page), chosen);
    await app.stop();
    await open();
    await page.the("columnheader", "City");
    assert.deepEqual(await columnsOf(page), chosen);
    await page.click("button", "Columns");
    await page.click("button", "Choose by width");
    await page.press(Key.ESCAPE);
    await page.isWithout("dialog");
    assert.deepEqual(await columnsOf(page), before);
  });

  it("is sorted by a column, down, and back to how it was", async () => {
    const column = (await columnsOf(page)).indexOf("Username");
    const usernames = (rows) => rows.map((row) => row[column]);
    const first = usernames(await rowsOf(page));
    const isSorted = (rows) => {
      const sorted = usernames(rows).toSorted((one, other) => (one < other ? -1 : 1));
      return usernames(rows).every((name, index) => name === sorted[index]);
    };
    await page.click("button", "Username", { exact: true });
    await rowsWhen(page, "the usernames go up", isSorted);
    await page.click("button", "Username", { exact: true });
    await rowsWhen(page, "the usernames go down", (rows) => isSorted(rows.toReversed()));
    await page.click("button", "Username", { exact: true });
    await rowsWhen(
      page,
      "the list is as it was",
      (rows) => usernames(rows).join() === first.join(),
    );
  });

  it("is found by parts of names, in any case", async () => {
    for (const term of ["lindström", "LINDSTRÖM", "dströ"]) {
      await search(term);
      const rows = await rowsWhen(page, `${term} is found`, (found) =>
        found.every(([name]) => name.startsWith("Lindström, ")),
      );
      assert.equal(rows.length, 6);
      await page.shows("6 found, best match first");
    }
    await search("");
    await page.shows(" entries");
  });

  it("is found by names in other letters and by sound, unless OTOBO is asked for", async () => {
    const isLindström = (found) =>
      found.length > 0 && found.every(([name]) => name.startsWith("Lindström, "));
    for (const term of ["lindstroem", "Lindstrom", "lintstrohm"]) {
      await search(term);
      await rowsWhen(page, `${term} is found`, isLindström);
    }
    await choose(page, "As OTOBO finds it");
    await page.the("heading", "Nothing found for “lintstrohm”");
    await choose(page, "Instant");
    await rowsWhen(page, "it is found again", isLindström);
    await search("");
    await page.shows(" entries");
  });

  it("begins a customer user with what is needed", async () => {
    await page.click("button", "Add customer user");
    await page.the("heading", "New customer user", { exact: true });
    await page.click("button", "Save", { exact: true });
    await page.shows("5 fields need your attention:");
    await hasFocus(page, "textbox", "Firstname");
    for (const name of Object.keys(WRONG)) {
      assert.equal(await findingOf(page, "textbox", name), NEEDED);
    }
    assert.equal(await findingOf(page, "combobox", "Customer"), NEEDED);
    await page.click("button", "Email", { exact: true });
    await hasFocus(page, "textbox", "Email");
  });

  it("says beside each field what is wrong with it, and keeps what was typed", async () => {
    await fillIn(page, WRONG);
    await page.fill("combobox", "Customer", "Nobody Ltd", { exact: true });
    await choose(page, "Type");
    await page.click("button", "Save", { exact: true });
    await page.shows("6 fields need your attention:");
    const finding = (name) => findingOf(page, "textbox", name);
    assert.match(await finding("Firstname"), /a lone 0 for an empty field/);
    assert.match(await finding("Lastname"), /1 character too many: 100 fit/);
    assert.match(await finding("Username"), /Taken by Anke Müller/);
    assert.match(await finding("Email"), /Not an email address yet/);
    assert.match(await findingOf(page, "combobox", "Customer"), /There is no such customer/);
    // A password that is typed unseen has no role: it is found when it is shown.
    await page.click("button", "Show password");
    assert.equal(await finding("New password"), NEEDED);
    assert.deepEqual(await valuesOf(page, Object.keys(WRONG)), WRONG);
  });

  it("knows an address that somebody has, in any case", async () => {
    await fillIn(page, { Email: "A.Mueller@mueller-soehne.example" });
    await page.press(Key.TAB);
    await until("the owner is named", async () =>
      /Already used by Anke Müller/.test(await findingOf(page, "textbox", "Email")),
    );
  });

  it("proposes a free username for one that is taken", async () => {
    await fillIn(page, {
      Firstname: "Anke",
      Lastname: "Min",
      Email: "a.min@mueller-soehne.example",
    });
    await fillIn(page, { Username: "A.Mueller" });
    await page.press(Key.TAB);
    const proposal = await page.the("button", "min");
    const free = await proposal.getText();
    await proposal.click();
    assert.deepEqual(await valuesOf(page, ["Username"]), { Username: free });
    await hasFocus(page, "textbox", "Username");
    await page.shows("Not used yet");
  });

  it("leads to a customer that is not there yet, and back to what was typed", async () => {
    await page.click("button", "add it");
    await page.the("heading", "New customer", { exact: true });
    assert.deepEqual(await valuesOf(page, ["Customer"]), { Customer: "Nobody Ltd" });
    await page.click("button", "Cancel");
    await page.the("heading", "New customer user", { exact: true });
    assert.deepEqual(await valuesOf(page, ["Firstname", "Lastname", "Email"]), {
      Firstname: "Anke",
      Lastname: "Min",
      Email: "a.min@mueller-soehne.example",
    });
    await pickCustomer(page, "Customer", "söhne", "Müller & Söhne");
  });

  it("has written nothing so far, and saves with a typed password that is not shown again", async () => {
    await page.the("link", "Customer users 300");
    await choose(page, "Type");
    const secret = "correct horse battery";
    await page.click("button", "Show password");
    await page.fill("textbox", "New password", secret);
    await page.click("button", "Hide password");
    await page.click("button", "Save and finish");
    await page.the("link", "Customer users 301");
    await detailSays("Anke Min", /Password\s+set/);
    const isLeft = (text) => document.documentElement.outerHTML.includes(text);
    assert.equal(await page.run(isLeft, secret), false);
  });

  it("puts the whole name before its beginning, and that before its middle", async () => {
    await search("min");
    const rows = await rowsWhen(page, "all are found", (found) => found.length === 10);
    const names = rows.map(([name]) => name);
    const tiers = names.map((name) => {
      if (name.startsWith("Min,")) return 0;
      return name.endsWith(", Minh") ? 1 : 2;
    });
    assert.deepEqual(tiers, tiers.toSorted(), names.join("; "));
    assert.deepEqual(new Set(tiers), new Set([0, 1, 2]));
  });

  it("generates a new password for somebody, who can also be left without one", async () => {
    await page.click("row", "Min, Anke");
    await page.click("button", "Edit");
    await choose(page, "Generate");
    await page.click("button", "Save", { exact: true });
    const dialog = await page.the("dialog", "Generated password");
    await page.click("button", "Close", { within: dialog });
    await page.isWithout("dialog");
    await page.click("button", "Cancel");

    await page.click("button", "Add customer user");
    await fillIn(page, {
      Firstname: "Eva",
      Lastname: "Min",
      Username: "e.min",
      Email: "e.min@mueller-soehne.example",
    });
    await pickCustomer(page, "Customer", "söhne", "Müller & Söhne");
    await choose(page, "None");
    await page.click("button", "Save and finish");
    await detailSays("Eva Min", /Password\s+none, cannot log in/);
  });

  async function total() {
    const grid = await page.the("grid", "Customer users");
    return Number(await grid.getAttribute("aria-rowcount")) - 1;
  }

  /** Waits until the words beside the list about somebody are as wanted: they are read after the row. */
  async function detailSays(name, wanted) {
    const detail = await page.the("complementary", name);
    await until(`${name}: ${wanted}`, async () =>
      wanted.test(await page.run((element) => element.innerText, detail)),
    );
  }

  /** What is drawn of a column's check box. */
  async function labelOf(column) {
    const box = await page.the("checkbox", column, { exact: true });
    return page.run((element) => element.closest("label"), box);
  }
});

/** Runs in the page: writes down what a progress bar says, as long as one is there. */
function noteProgress() {
  window.notedProgress = [];
  new MutationObserver(() => {
    const bar = document.querySelector("[role=progressbar]");
    if (bar) window.notedProgress.push(bar.getAttribute("aria-valuetext"));
  }).observe(document.body, { subtree: true, childList: true, attributes: true });
}
