// The app lock and the recovery code, as people handle them.
import { Key } from "selenium-webdriver";

/** Locks by key. The window may be gone before the driver has its answer. */
export async function lockByKey(page) {
  await page.press(Key.CONTROL, Key.SHIFT, "l").catch(() => undefined);
}

/** The groups of the recovery code that a dialog shows. */
export async function groupsIn(page, dialog) {
  const lines = await page.all("listitem", null, { within: dialog });
  const texts = await Promise.all(lines.map((line) => line.getText()));
  return texts.map((text) => text.slice(-5));
}

/** Goes on from the recovery code, and types the two groups that are asked for. */
export async function typeBack(page, groups) {
  await page.click("button", "I have noted it");
  await page.the("dialog", "Type two groups of it");
  for (const field of await page.all("textbox", "Group")) {
    const label = await page.run((input) => input.labels[0].textContent, field);
    await field.sendKeys(groups[Number(/\d+/.exec(label)[0]) - 1].toLowerCase());
  }
}

/** Types a passphrase twice, into the fields of the dialog that is open. */
export async function typeTwice(page, passphrase) {
  await page.type(passphrase);
  await page.press(Key.TAB);
  await page.press(Key.TAB);
  await page.type(passphrase);
}
