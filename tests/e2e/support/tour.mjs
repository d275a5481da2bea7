// A walk from view to view in one app, with a look at each of them in the sizes and colours there are.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { App } from "./app.mjs";
import { assertNoBarriers } from "./axe.mjs";
import { assertNothingCutOff } from "./cut-off.mjs";
import { Desktop } from "./desktop.mjs";
import { takePicture } from "./pictures.mjs";
import { policyViolations, reloadUnderWatch } from "./policy.mjs";

/** The size of a first start, and the smallest in which every view must be usable. */
export const SIZES = [
  [1280, 800],
  [900, 600],
];

/**
 * Tests of a tour in each size, in light and in dark colours. `views` names the ways to the views,
 * in the order of the walk: each takes the page from the view before.
 */
export function tour(title, views, { themes = ["light", "dark"], folder = usualFolder } = {}) {
  for (const theme of themes) {
    for (const size of SIZES) {
      describe(`${title}, ${theme}, ${size.join(" by ")}`, () => walk(views, theme, size, folder));
    }
  }
}

function usualFolder(desktop) {
  return desktop.dataFolder;
}

function walk(views, theme, [width, height], folder) {
  let desktop;
  let app;
  let lostAt;

  before(async () => {
    desktop = await Desktop.start({ theme });
    app = await App.start(desktop, { DESKBOOK_DATA_DIR: folder(desktop) });
    await app.page.resize(width, height);
    await reloadUnderWatch(app.driver);
    await app.page.isReady();
  });
  after(async () => {
    await app?.stop();
    await desktop?.stop();
  });

  for (const [view, reach] of Object.entries(views)) {
    it(`${view} is whole and without barriers`, async () => {
      assert.equal(lostAt, undefined, "the way to this view leads over one that was not reached");
      const name = `${view}-${theme}-${width}x${height}`;
      try {
        await reach(app.page);
      } catch (error) {
        lostAt = view;
        await takePicture(app.driver, `${name}-not-reached`);
        throw error;
      }
      await look(app, name);
    });
  }

  it("kept the content security policy all the way", async () => {
    assert.deepEqual(await policyViolations(app.driver), []);
  });
}

/** Looks at what the window shows now. */
async function look({ driver, page }, name) {
  await takePicture(driver, name);
  await assertNothingCutOff(page, name);
  await assertNoBarriers(driver, name);
}
