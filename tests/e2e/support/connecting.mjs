// The form of a connection to an OTOBO database, filled in the way people do.
import { Key } from "selenium-webdriver";
import { select } from "./forms.mjs";

/** What the form begins with. */
const FIRST_ENGINE = "MariaDB, MySQL";

/** Opens the form of a new connection, from the switcher of the installation that is open. */
export async function openConnecting(page, from) {
  await page.click("button", `Installation: ${from}`);
  await page.the("menu");
  await page.click("menuitem", "Connect an OTOBO database…");
  await page.the("heading", "Connect an OTOBO database", { exact: true });
}

/** Fills in name, engine and address, with this password. */
export async function fillInConnection(page, { name, engine }, address, password) {
  const { host, port, database, user } = address;
  await page.fill("textbox", "Name in Deskbook", name);
  if (engine !== FIRST_ENGINE) await select(page, `${FIRST_ENGINE} Engine`, engine);
  await page.fill("textbox", "Host", host);
  await page.fill("textbox", "Port", String(port));
  await page.fill("textbox", "Database", database);
  await page.fill("textbox", "User", user);
  await typeSecret(page, password);
}

/** Types into the one field whose text is not shown. */
export async function typeSecret(page, text) {
  const field = await page.run(() => document.querySelector("input[type=password]"));
  await page.run((input) => input.select(), field);
  await field.sendKeys(Key.BACK_SPACE, text);
}

/** Tests what was filled in, connects, and waits for the people of the installation. */
export async function testAndConnect(page, { name }) {
  await page.press(Key.CONTROL, Key.ENTER);
  await page.shows("The test has passed.");
  await page.click("button", "Connect", { exact: true });
  await page.the("button", `Installation: ${name}`);
  await page.the("grid", "Customer users");
}

/** Has the mirror of the installation erased, which turns it off. */
export async function eraseMirror(page) {
  await page.click("link", "Mirror");
  await page.opens("alertdialog", "button", "Erase and turn off");
  await page.click("button", "Erase", { exact: true });
  await page.shows("This installation is not mirrored");
}

/** Turns the mirror of the installation off, and goes back to its people: for tests of what its servers answer. */
export async function turnMirrorOff(page) {
  await eraseMirror(page);
  await page.click("link", "Customer users");
  await page.the("grid", "Customer users");
}
