// Violations of the content security policy, from the first moment of the UI on.
import { until } from "./until.mjs";

/**
 * Loads the UI anew with a listener that was there before the UI drew anything. WebDriver cannot
 * place one ahead of a page, so it takes as many loads as it takes to be early enough.
 */
export async function reloadUnderWatch(driver) {
  await until("a listener is there before the UI", async () => {
    await driver.executeScript(() => {
      window.isFromBefore = true;
      location.reload();
    });
    const loaded = () => driver.executeScript(listenIfNew);
    return (await until("the page is loaded anew", loaded)) === "early";
  });
}

/** What the policy has refused since `reloadUnderWatch`. */
export async function policyViolations(driver) {
  return driver.executeScript(() => window.policyViolations);
}

/** Runs in the page: nothing on the page from before, else whether it came in time. */
function listenIfNew() {
  if (window.isFromBefore) return undefined;
  window.policyViolations = [];
  document.addEventListener("securitypolicyviolation", (event) => {
    const { blockedURI, sample, violatedDirective } = event;
    window.policyViolations.push({ violatedDirective, blockedURI, sample });
  });
  return document.getElementById("root")?.hasChildNodes() ? "late" : "early";
}
