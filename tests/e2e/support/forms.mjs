// Forms, filled in the way people do.
import { until } from "./until.mjs";

/** Fills in text boxes by what they are called. */
export async function fillIn(page, values) {
  for (const [label, text] of Object.entries(values)) {
    await page.fill("textbox", label, text, { exact: true });
  }
}

/** What stands in text boxes, by what they are called. */
export async function valuesOf(page, labels) {
  const values = {};
  for (const label of labels) {
    const field = await page.the("textbox", label, { exact: true });
    values[label] = await field.getProperty("value");
  }
  return values;
}

/** Types part of a customer's name and takes the suggestion that has `name` in it. */
export async function pickCustomer(page, label, part, name) {
  await page.fill("combobox", label, part, { exact: true });
  await page.click("option", name);
  await page.isWithout("listbox");
}

/** Chooses one of the few that are all in sight. */
export async function choose(page, name) {
  const radio = await page.the("radio", name, { exact: true });
  // What is drawn of the radio buttons of a form is their label.
  const drawn = await page.run((element) => element.closest("label") ?? element, radio);
  await drawn.click();
  const isChosen = (element) => element.checked ?? element.ariaChecked === "true";
  await until(`“${name}” is chosen`, () => page.run(isChosen, radio));
}

/** Opens a list behind a button and takes an entry of it. */
export async function select(page, button, option) {
  await page.click("button", button);
  await page.click("option", option, { exact: true });
  await page.isWithout("listbox");
}

/** Waits until a field is called wrong, and returns what is said about it. */
export async function findingOf(page, role, name) {
  const field = await page.the(role, name, { exact: true });
  return until(`something is said about “${name}”`, () => page.run(findingBeside, field));
}

/** Runs in the page: what describes a field that is wrong. */
function findingBeside(field) {
  if (field.getAttribute("aria-invalid") !== "true") return "";
  const ids = (field.getAttribute("aria-describedby") ?? "").split(" ");
  const words = ids.map((id) => document.getElementById(id)?.innerText ?? "");
  return words.join(" ").replaceAll(/\s+/g, " ").trim();
}
