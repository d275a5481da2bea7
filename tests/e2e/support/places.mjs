// Ways to places of the window, from wherever it is.
import { until } from "./until.mjs";

/** Goes to an address of the UI, such as `#/customers`. */
export async function goTo(page, address) {
  await page.run((hash) => {
    location.hash = hash;
  }, address);
}

/** Fills an empty directory with the sample data, and waits until its people are in the list. */
export async function loadSampleData(page) {
  await page.click("button", "Load sample data");
  await until("the sample data is there", async () => (await page.all("row")).length > 2);
}
