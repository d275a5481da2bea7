// The views of a directory that somebody begins by hand, from the first start to the first customer
// user, and of a start that fails.
import { writeFileSync } from "node:fs";
import { Key } from "selenium-webdriver";
import { choose, fillIn, findingOf, pickCustomer, select } from "./support/forms.mjs";
import { goTo } from "./support/places.mjs";
import { tour } from "./support/tour.mjs";

tour("a directory begun by hand", {
  "first-run": async (page) => {
    await page.the("heading", "Nobody here yet");
  },
  "customers-none": async (page) => {
    await page.click("link", "Customers");
    await page.the("heading", "No customers yet");
  },
  "customer-user-form-without-customer": async (page) => {
    await goTo(page, "#/customer-users/form");
    await page.the("heading", "A customer comes first");
  },
  "customer-form": async (page) => {
    await goTo(page, "#/customers/form");
    await page.the("heading", "New customer", { exact: true });
  },
  "customer-form-findings": async (page) => {
    await fillIn(page, { CustomerID: "0" });
    await page.click("button", "Save", { exact: true });
    await findingOf(page, "textbox", "CustomerID");
    await findingOf(page, "textbox", "Customer");
  },
  "customer-form-saved": async (page) => {
    await fillIn(page, { CustomerID: "ACME", Customer: "Acme AG", City: "Aachen" });
    await page.click("button", "Save", { exact: true });
    await page.the("heading", "Acme AG", { exact: true });
    await page.shows("Saved");
  },
  "customer-users-none": async (page) => {
    await goTo(page, "#/customer-users");
    await page.the("heading", "No customer users yet");
  },
  "customer-user-form": async (page) => {
    await page.click("button", "Add the first customer user");
    await page.the("heading", "New customer user", { exact: true });
  },
  "customer-user-form-suggestions": async (page) => {
    await page.fill("combobox", "Customer", "ac", { exact: true });
    await page.the("option", "Acme AG");
  },
  "customer-user-form-findings": async (page) => {
    await page.press(Key.ESCAPE);
    await page.isWithout("listbox");
    await fillIn(page, { Firstname: "Jürgen", Email: "nobody" });
    await choose(page, "Type");
    await page.click("button", "Save", { exact: true });
    await findingOf(page, "textbox", "Lastname");
    await findingOf(page, "textbox", "Email");
  },
  "customer-user-form-leave": async (page) => {
    await page.press(Key.ESCAPE);
    await page.the("alertdialog", "Leave without saving?");
  },
  "generated-password": async (page) => {
    await page.click("button", "Stay");
    await fillIn(page, {
      Lastname: "Müller",
      Username: "j.mueller",
      Email: "j.mueller@acme-ag.net",
    });
    await pickCustomer(page, "Customer", "acm", "Acme AG");
    await choose(page, "Generate");
    await select(page, "Validity", "invalid");
    await page.click("button", "Save and finish");
    await page.the("dialog", "Generated password");
  },
  "customer-users-none-valid": async (page) => {
    await page.click("button", "Close");
    // Whoever was added is in sight, valid or not
    await page.the("row", "Müller, Jürgen");
    await choose(page, "Valid");
    await page.the("heading", "Nobody valid here");
    await page.the("button", "Copy email");
  },
});

tour(
  "a start that fails",
  {
    "start-failure": async (page) => {
      await page.the("alert");
      await page.the("heading", "Deskbook cannot write to its data folder");
    },
  },
  { folder: belowAFile },
);

/** A data folder that cannot be made. */
function belowAFile(desktop) {
  writeFileSync(desktop.path("file"), "");
  return desktop.path("file", "deskbook");
}
