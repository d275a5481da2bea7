// Pictures of the window, for people to look at.
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";

const FOLDER =
  process.env.DESKBOOK_SCREENSHOTS ??
  path.join(import.meta.dirname, "..", "..", "..", "target", "screenshots");

/** Runs in the page: what moves has arrived, and two frames later all that was to be drawn is drawn. */
function drawn(done) {
  const ends = ({ effect }) => effect.getComputedTiming().endTime < Infinity;
  const moves = document.getAnimations().filter(ends);
  Promise.allSettled([document.fonts.ready, ...moves.map((move) => move.finished)]).then(() =>
    requestAnimationFrame(() => requestAnimationFrame(() => done())),
  );
}

/**
 * Runs in the page: paints a spot nobody sees until it is called again. A window that is painted plainly gives its
 * picture with its next painting, and never where nothing changes any more.
 */
function paintOn() {
  if (window.deskbookSpot) {
    clearInterval(window.deskbookSpot.timer);
    window.deskbookSpot.element.remove();
    window.deskbookSpot = undefined;
    return;
  }
  const element = document.createElement("i");
  const looks = { position: "fixed", left: 0, top: 0, width: "1px", height: "1px" };
  Object.assign(element.style, looks);
  let isOn = false;
  const timer = setInterval(() => {
    isOn = !isOn;
    element.style.backgroundColor = isOn ? "#8881" : "#8882";
  }, 50);
  document.body.append(element);
  window.deskbookSpot = { element, timer };
}

/** Writes what the window shows now to `target/screenshots/<name>.png`. */
export async function takePicture(driver, name) {
  await driver.executeAsyncScript(drawn);
  mkdirSync(FOLDER, { recursive: true });
  await driver.executeScript(paintOn);
  writeFileSync(path.join(FOLDER, `${name}.png`), await driver.takeScreenshot(), "base64");
  await driver.executeScript(paintOn);
}
