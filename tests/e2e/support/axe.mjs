// Looks for barriers with axe-core, inside the built app and under its own policy.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const AXE = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const TAGS = ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"];

/** Runs in the page; the last argument is WebDriver's way to hand the answer back. */
function search(tags, done) {
  const brief = ({ id, help, nodes }) => ({
    id,
    help,
    nodes: nodes.map(({ html, failureSummary }) => ({ html, failureSummary })),
  });
  window.axe.run(document, { runOnly: tags, resultTypes: ["violations"] }).then(
    ({ violations }) => done({ violations: violations.map(brief) }),
    (error) => done({ error: String(error) }),
  );
}

/** Fails if axe finds a violation in what the window shows now. */
export async function assertNoBarriers(driver, view) {
  if (!(await driver.executeScript("return 'axe' in window"))) await driver.executeScript(AXE);
  const { violations, error } = await driver.executeAsyncScript(search, TAGS);
  assert.equal(error, undefined, `axe ran in ${view}`);
  assert.deepEqual(violations, [], `barriers in ${view}:\n${JSON.stringify(violations, null, 2)}`);
}
