// Where the focus is, for those who have no mouse.
import { Key } from "selenium-webdriver";
import { until } from "./until.mjs";

/** More than any view has controls: whoever tabs longer goes round in circles. */
const ROUND = 60;

/** Presses keys together, and waits until the focus is somewhere and shows. */
export async function press(page, ...keys) {
  await page.press(...keys);
  await until("the focus is somewhere and shows", () => page.run(showsFocus));
}

/** Waits until the one control of that role and name has the focus. */
export async function hasFocus(page, role, name = null, options = {}) {
  await until(`the focus is on ${role} “${name ?? ""}”`, async () => {
    const [found] = await page.all(role, name, options);
    return found !== undefined && isFocused(page, found);
  });
}

/** Goes on with Tab until that control has the focus. */
export async function tabTo(page, role, name, options) {
  const control = await page.the(role, name, options);
  for (let step = 0; step < ROUND; step += 1) {
    if (await isFocused(page, control)) return;
    await press(page, Key.TAB);
  }
  throw new Error(`Tab does not lead to ${role} “${name}”`);
}

/** Which row of the list has the focus, counted from one; the heads of the columns are the first. */
export async function focusedRow(page) {
  return page.run(() => Number(document.activeElement.getAttribute("aria-rowindex")));
}

async function isFocused(page, control) {
  return page.run((element) => element === document.activeElement, control);
}

/** Runs in the page: whether one can see where the focus is. */
function showsFocus() {
  const focused = document.activeElement;
  if (focused === null || focused === document.body) return false;
  // A dialog without a control to begin with takes the focus itself, and is in plain sight.
  if (focused.matches("[role=dialog], [role=alertdialog]")) return true;
  const hasRing = (element) => {
    const { boxShadow, outlineStyle } = getComputedStyle(element);
    return boxShadow !== "none" || outlineStyle !== "none";
  };
  // The ring of a field is around its box, that of a radio button around its label.
  const around = [focused, focused.parentElement, focused.closest("label")];
  // A field that leads a list from afar shows the entry that it leads to.
  const led = document.getElementById(focused.getAttribute("aria-activedescendant"));
  const isRaised = led !== null && getComputedStyle(led).backgroundColor !== "rgba(0, 0, 0, 0)";
  return isRaised || around.some((element) => element !== null && hasRing(element));
}
