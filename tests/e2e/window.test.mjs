// The window opens and keeps its promises before anybody does anything.
import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { App } from "./support/app.mjs";
import { Desktop } from "./support/desktop.mjs";
import { takePicture } from "./support/pictures.mjs";
import { policyViolations, reloadUnderWatch } from "./support/policy.mjs";
import { until } from "./support/until.mjs";

describe("the window of a first start", () => {
  let desktop;
  let app;

  before(async () => {
    desktop = await Desktop.start();
    app = await App.start(desktop);
  });
  after(async () => {
    await app?.stop();
    await desktop?.stop();
  });

  it("is titled with the name of the app", async () => {
    assert.match(await app.driver.getTitle(), /Deskbook/);
  });

  it("has the search field, and the focus in it", async () => {
    const field = await app.page.the("searchbox");
    assert.equal(await field.getId(), await (await app.page.focused()).getId());
  });

  it("stays within its content security policy from the first moment on", async () => {
    await reloadUnderWatch(app.driver);
    await app.page.the("searchbox");
    assert.deepEqual(await policyViolations(app.driver), []);
  });

  it("refuses inline scripts, evaluated text and every other server", async () => {
    await app.page.run(() => {
      const script = document.createElement("script");
      script.textContent = "window.wasInjected = true";
      document.head.append(script);
      const image = new Image();
      image.src = "https://example.org/picture.png";
    });
    await until("the picture and the script were refused", async () => {
      const directives = (await policyViolations(app.driver)).map((one) => one.violatedDirective);
      return directives.includes("img-src") && directives.includes("script-src-elem");
    });
    assert.equal(await app.page.run(() => window.wasInjected ?? false), false);
    const refused = () => {
      try {
        return new Function("return false")();
      } catch (error) {
        return error instanceof EvalError;
      }
    };
    assert.equal(await app.page.run(refused), true);
  });

  it("has a picture", () => takePicture(app.driver, "first-start"));
});

describe("the window of a second start", () => {
  let desktop;
  let app;

  before(async () => {
    desktop = await Desktop.start();
  });
  after(async () => {
    await app?.stop();
    await desktop?.stop();
  });

  it("is as large as it was when it was closed", async () => {
    app = await App.start(desktop);
    await app.page.resize(1000, 700);
    await app.close();
    app = await App.start(desktop);
    const size = () => [innerWidth, innerHeight];
    await until("the window has its old size", async () => {
      return String(await app.page.run(size)) === "1000,700";
    });
  });
});
