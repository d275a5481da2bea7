// What is in the window, found the way a person or a screen reader finds it: by role and name.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { error, Key } from "selenium-webdriver";
import { until } from "./until.mjs";

const QUERIES = readFileSync(
  createRequire(import.meta.url).resolve(
    "@testing-library/dom/dist/@testing-library/dom.umd.min.js",
  ),
  "utf8",
);

/** Runs in the page: the elements of a role with a name. */
function elementsByRole(role, name, isExact, within) {
  const matcher = isExact || name === null ? name : (found) => found.includes(name);
  const options = matcher === null ? {} : { name: matcher };
  return window.TestingLibraryDom.queryAllByRole(within ?? document.body, role, options);
}

export class Page {
  #driver;

  constructor(driver) {
    this.#driver = driver;
  }

  /** Waits until the UI has drawn its first view. */
  async isReady() {
    const isDrawn = () => !document.getElementById("early") && document.body.innerText.trim();
    await until("the UI has drawn something", () => this.run(isDrawn));
  }

  /** Makes the window as large as given. */
  async resize(width, height) {
    await this.#driver.manage().window().setRect({ x: 0, y: 0, width, height });
    const fits = (...size) => innerWidth === size[0] && innerHeight === size[1];
    await until(`the window is ${width} by ${height}`, () => this.run(fits, width, height));
  }

  /** Runs a function in the page and returns what it returns. */
  async run(work, ...args) {
    return this.#driver.executeScript(work, ...args);
  }

  /**
   * Waits in the page until a function returns something, and returns that: asking from outside takes time, in which
   * what passes quickly is gone. The page that a window begins with is left meanwhile.
   */
  async waitsFor(look) {
    const wait = `const done = arguments[arguments.length - 1];
      const look = () => {
        const found = (${look})();
        if (found) done(found);
        else setTimeout(look, 1);
      };
      look();`;
    for (;;) {
      try {
        return await this.#driver.executeAsyncScript(wait);
      } catch (failure) {
        if (!(failure instanceof error.NoSuchFrameError)) throw failure;
      }
    }
  }

  /** All elements of a role whose name is `name`, or contains it unless `exact`. */
  async all(role, name = null, { exact = false, within = null } = {}) {
    if (!(await this.run(() => "TestingLibraryDom" in window))) {
      await this.#driver.executeScript(QUERIES);
    }
    return this.run(elementsByRole, role, name, exact, within);
  }

  /** Waits for the one element of a role and name. */
  async the(role, name = null, options = {}) {
    return until(`there is one ${described(role, name)}`, async () => {
      const found = await this.all(role, name, options);
      if (found.length > 1) throw new Error(`there are ${found.length}`);
      return found[0];
    });
  }

  /** Waits until no element of that role and name is left. */
  async isWithout(role, name = null, options = {}) {
    await until(`there is no ${described(role, name)}`, async () => {
      return (await this.all(role, name, options)).length === 0;
    });
  }

  /** Clicks as soon as that is possible: what opens or moves cannot be hit at once. */
  async click(role, name, options) {
    await until(`${described(role, name)} can be clicked`, async () => {
      await (await this.the(role, name, options)).click();
      return true;
    });
  }

  /** Clicks until something of the role `opens` is there: a view that fills may have moved what was clicked. */
  async opens(opens, role, name) {
    await until(`${described(role, name)} opens a ${opens}`, async () => {
      const clicked = await this.all(role, name);
      await clicked[0]?.click();
      return (await this.all(opens)).length > 0;
    });
  }

  /** Empties a field and types into it. */
  async fill(role, name, text, options) {
    const field = await this.the(role, name, options);
    // Not with Ctrl+A: the driver holds a chord's keys until all of the text is typed.
    await this.run((input) => input.select(), field);
    await field.sendKeys(Key.BACK_SPACE, text);
    return field;
  }

  /** Types to whatever has the focus. Keys given together are pressed together. */
  async press(...keys) {
    const actions = this.#driver.actions();
    for (const key of keys) actions.keyDown(key);
    for (const key of keys.toReversed()) actions.keyUp(key);
    await actions.perform();
  }

  /** Types a text to whatever has the focus. */
  async type(text) {
    await this.#driver.actions().sendKeys(text).perform();
  }

  /** The element that has the focus. */
  async focused() {
    return this.#driver.switchTo().activeElement();
  }

  /** Waits until the text is somewhere on the page. */
  async shows(text) {
    const isThere = (wanted) => document.body.innerText.includes(wanted);
    await until(`the page shows “${text}”`, () => this.run(isThere, text));
  }

  /** Waits until the text is nowhere on the page. */
  async isRidOf(text) {
    const isThere = (wanted) => document.body.innerText.includes(wanted);
    await until(`the page no longer shows “${text}”`, async () => !(await this.run(isThere, text)));
  }
}

function described(role, name) {
  return name === null ? role : `${role} “${name}”`;
}
