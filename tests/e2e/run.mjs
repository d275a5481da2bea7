// Runs the test files one after the other and closes with one line of counts. Arguments select
// files by a part of their name. Started by `cargo xtask e2e`, which builds the app, brings a
// display and names both.
import { readdirSync } from "node:fs";
import path from "node:path";
import { run } from "node:test";
import { spec } from "node:test/reporters";

/** Longer than any file takes on a busy machine: a file that hangs is ended and has failed. */
const FILE_TIMEOUT = 5 * 60_000;

function testFiles(selected) {
  const folder = import.meta.dirname;
  return readdirSync(folder)
    .filter((name) => name.endsWith(".test.mjs"))
    .filter((name) => selected.length === 0 || selected.some((part) => name.includes(part)))
    .sort()
    .map((name) => path.join(folder, name));
}

function count(tests, counts) {
  const isTest = (data) => data.details.type !== "suite";
  tests.on("test:pass", (data) => {
    if (!isTest(data)) return;
    if (data.skip !== undefined || data.todo !== undefined) counts.skipped += 1;
    else counts.passed += 1;
  });
  tests.on("test:fail", (data) => {
    if (isTest(data)) counts.failed += 1;
  });
}

const counts = { passed: 0, failed: 0, skipped: 0 };
const tests = run({
  files: testFiles(process.argv.slice(2)),
  concurrency: 1,
  timeout: FILE_TIMEOUT,
});
count(tests, counts);
for await (const chunk of tests.compose(new spec())) process.stdout.write(chunk);

const { passed, failed, skipped } = counts;
process.stdout.write(`${passed} passed, ${failed} failed, ${skipped} skipped\n`);
process.exitCode = failed === 0 && passed > 0 ? 0 : 1;
