// Finds what does not fit: a page larger than the window, controls outside of it, text that is cut
// where no tooltip shows the rest.
import assert from "node:assert/strict";

/** Fails if anything in the window is cut off. */
export async function assertNothingCutOff(page, view) {
  assert.deepEqual(await page.run(findCutOff), [], `cut off in ${view}`);
}

/** Runs in the page: what is cut off, in words. */
function findCutOff() {
  const drawn = [...document.body.querySelectorAll("*")].filter(isDrawn);
  const texts = drawn.filter(isCutText).map((element) => `text of ${told(element)}`);
  const controls = drawn.filter(isOutside).map((element) => `${told(element)} is outside`);
  return [...pageSize(), ...texts, ...controls];

  function pageSize() {
    const { scrollWidth, scrollHeight } = document.documentElement;
    if (scrollWidth <= innerWidth && scrollHeight <= innerHeight) return [];
    return [`the page is ${scrollWidth} by ${scrollHeight} px`];
  }

  /** What only screen readers shall find is there, but a pixel large. */
  function isDrawn(element) {
    const { width, height } = element.getBoundingClientRect();
    return width > 1 && height > 1 && element.checkVisibility({ visibilityProperty: true });
  }

  function isCutText(element) {
    const isText = ({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim() !== "";
    if (![...element.childNodes].some(isText)) return false;
    const isTold = element.closest("[title]") || element.querySelector("[title]");
    const cuts = ["clip", "hidden"].includes(getComputedStyle(element).overflowX);
    return cuts && element.scrollWidth > element.clientWidth && !isTold;
  }

  /** Whether a control cannot be reached: out of the window where nothing scrolls to it. */
  function isOutside(element) {
    if (!element.matches("a, button, input, textarea")) return false;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const isAside = left < 0 || right > innerWidth;
    const isAboveOrBelow = top < 0 || bottom > innerHeight;
    return (
      (isAside && !scrolls(element, "overflowX")) ||
      (isAboveOrBelow && !scrolls(element, "overflowY"))
    );
  }

  function scrolls(element, direction) {
    for (let around = element.parentElement; around; around = around.parentElement) {
      if (["auto", "scroll"].includes(getComputedStyle(around)[direction])) return true;
    }
    return false;
  }

  function told(element) {
    return `${element.tagName} “${element.innerText || element.ariaLabel}”`;
  }
}
