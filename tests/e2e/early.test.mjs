// The search before the views are read: nobody waits for them, and nothing of what was typed is lost.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { App } from "./support/app.mjs";
import { Desktop } from "./support/desktop.mjs";
import { loadSampleData } from "./support/places.mjs";

/** Runs in the page: where the box and the first row are, once both are there. */
const placesIn = (id) => `() => {
  const place = document.querySelector("#${id}");
  const box = place?.querySelector("input[type=search]");
  const row = place?.querySelector("[role=row]:has([role=gridcell])");
  return box && row && [box, row].map((one) => {
    const { left, top, height } = one.getBoundingClientRect();
    return { left, top, height };
  });
}`;

describe("the search before the views are read", () => {
  let desktop;
  let app;
  let early;

  before(async () => {
    desktop = await Desktop.start();
    app = await App.start(desktop);
    await loadSampleData(app.page);
    await app.close();
    app = await App.open(desktop);
    early = await app.page.waitsFor(placesIn("early"));
    await app.driver.switchTo().activeElement().sendKeys("mül");
  });
  after(async () => {
    await app?.stop();
    await desktop?.stop();
  });

  it("gives what was typed to the views, with the focus", async () => {
    await app.page.isReady();
    const box = await app.page.the("searchbox");
    assert.equal(await app.page.run((input) => input.value, box), "mül");
    assert.equal(await box.getId(), await (await app.page.focused()).getId());
    assert.equal(await app.page.run((input) => input.selectionStart, box), 3);
    await app.page.shows("found, best match first");
  });

  it("stood where the views have it", async () => {
    const views = await app.page.waitsFor(placesIn("root"));
    for (const [index, place] of early.entries()) {
      for (const [side, pixels] of Object.entries(place)) {
        assert.ok(Math.abs(views[index][side] - pixels) <= 1, `${index} ${side}`);
      }
    }
  });

  it("can be typed in on, as if nothing had been", async () => {
    await app.driver.switchTo().activeElement().sendKeys("ler");
    const box = await app.page.the("searchbox");
    assert.equal(await app.page.run((input) => input.value, box), "müller");
  });
});
