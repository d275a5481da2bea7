// The views of a directory with the sample data, and what opens over them.
//
// Two states pass too quickly in a directory on this computer to be met here; the UI's own tests
// see them: a list that waits for its first rows, and the progress of the sample data.
import { Key } from "selenium-webdriver";
import { choose } from "./support/forms.mjs";
import { goTo, loadSampleData } from "./support/places.mjs";
import { tour } from "./support/tour.mjs";

tour("the sample data", {
  "customer-users": loadSampleData,
  "customer-users-found": async (page) => {
    await page.fill("searchbox", null, "mül");
    await page.shows("found, best match first");
  },
  "customer-user-detail": async (page) => {
    await page.press(Key.ENTER);
    await page.the("button", "Copy email");
  },
  "customer-user-actions": async (page) => {
    await page.click("button", "More actions");
    await page.the("menuitem", "Copy username");
  },
  "customer-user-gone": async (page) => {
    await page.press(Key.ESCAPE);
    await page.isWithout("menu");
    await goTo(page, "#/customer-users?open=nobody");
    await page.the("heading", "Nobody has this username any more");
  },
  "customer-users-with-invalid": async (page) => {
    await goTo(page, "#/customer-users");
    await choose(page, "Valid and invalid");
    await page.shows("300 entries");
  },
  "nothing-found": async (page) => {
    await choose(page, "Valid");
    await page.fill("searchbox", null, "xyzzy");
    await page.the("heading", "Nothing found for “xyzzy”");
  },
  "search-not-understood": async (page) => {
    await choose(page, "As OTOBO finds it");
    await page.fill("searchbox", null, "C++");
    await page.the("heading", "This search cannot be understood");
  },
  columns: async (page) => {
    await page.press(Key.ESCAPE);
    await choose(page, "Instant");
    await page.shows(" entries");
    await page.click("button", "Columns");
    await page.the("dialog", "Columns");
  },
  settings: async (page) => {
    await page.press(Key.ESCAPE);
    await page.isWithout("dialog");
    await page.click("button", "Settings");
    await page.the("menuitemradio", "Deutsch");
  },
  help: async (page) => {
    await page.click("menuitem", "Keyboard shortcuts");
    await page.the("dialog", "Keyboard shortcuts");
  },
  palette: async (page) => {
    await page.press(Key.ESCAPE);
    await page.isWithout("dialog");
    await page.press(Key.CONTROL, "k");
    await page.the("option", "Go to customers");
  },
  "palette-people": async (page) => {
    await page.fill("combobox", null, "mül");
    await page.the("group", "People");
  },
  "palette-nothing": async (page) => {
    await page.fill("combobox", null, "xyzzy");
    await page.shows("Nothing fits.");
  },
  customers: async (page) => {
    await page.press(Key.ESCAPE);
    await page.isWithout("dialog");
    await page.click("link", "Customers");
    await page.shows(" entries");
  },
  "customer-detail": async (page) => {
    await page.press(Key.ARROW_DOWN);
    await page.press(Key.ENTER);
    await page.the("button", "Show customer users");
  },
  "customer-form-edit": async (page) => {
    await page.press("e");
    await page.the("textbox", "CustomerID");
  },
  "customer-user-form-edit": async (page) => {
    await goTo(page, "#/customer-users?open=a.mueller");
    await page.the("button", "Copy email");
    await page.click("button", "Edit");
    await page.the("textbox", "Username");
  },
  "customer-user-form-gone": async (page) => {
    await goTo(page, "#/customer-users/form?login=nobody");
    await page.the("heading", "This customer user is not there any more");
  },
  "no-such-place": async (page) => {
    await goTo(page, "#/elsewhere");
    await page.the("heading", "There is nothing at this place");
  },
});
