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

/** Writes what the window shows now to `target/screenshots/<name>.png`. */
export async function takePicture(driver, name) {
  await driver.executeAsyncScript(drawn);
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(path.join(FOLDER, `${name}.png`), await driver.takeScreenshot(), "base64");
}
