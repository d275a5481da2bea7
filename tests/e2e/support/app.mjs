// The built app on a desktop: started, driven, ended, started again.
import { existsSync } from "node:fs";
import { Builder, Capabilities } from "selenium-webdriver";
import { Page } from "./page.mjs";
import {
  Background,
  childrenOf,
  environmentOf,
  familyOf,
  freePort,
  isListening,
  isRunning,
  processesOf,
} from "./processes.mjs";
import { inTime, until } from "./until.mjs";

const BINARY = process.env.DESKBOOK_APP;
if (!BINARY || !existsSync(BINARY)) {
  throw new Error("DESKBOOK_APP names no built app: start these tests with `cargo xtask e2e`");
}

export class App {
  #desktop;
  #program;
  #driverProcess;
  #session;
  #ids;
  #isBeingReplaced = false;

  /** What is in its window. */
  page;

  constructor(desktop, program) {
    this.#desktop = desktop;
    this.#program = program;
  }

  /** Opens the app and waits until its first view is there. */
  static async start(desktop, environment = {}) {
    return App.open(desktop, { environment, isThere: (app) => app.page.isReady() });
  }

  /** Opens the app, or another one in its place, and waits for what is asked for, or for nothing. */
  static async open(desktop, { environment = {}, program = BINARY, isThere = () => {} } = {}) {
    const app = new App(desktop, program);
    try {
      await app.#connect({ ...desktop.environment, ...environment }, []);
      app.#ids = childrenOf(app.#driverProcess.id, program);
      await isThere(app);
    } catch (error) {
      error.message += `\n${app.#driverProcess?.output ?? ""}`;
      await app.stop();
      throw error;
    }
    return app;
  }

  /** Starts the program once more beside the running one, as a second click on its icon does. */
  static startBeside(desktop, environment = {}) {
    return new Background(BINARY, [], { ...desktop.environment, ...environment });
  }

  /** The WebDriver session. */
  get driver() {
    return this.#session;
  }

  /** Ends the app at once, as a crash or a power cut would, and waits until it is gone. */
  async stop() {
    // Whoever waits for the app to be replaced in vain knows nothing of the one that is there.
    const others = this.#isBeingReplaced ? this.#running() : [];
    const ids = new Set([...(this.#ids ?? []), ...others]);
    // Those of the web view outlive the app for a moment, and write to its folders until their end.
    const family = [...ids].flatMap((id) => familyOf(id));
    // The driver knows nothing any more of an app that has replaced itself.
    await this.#session?.quit().catch(() => undefined);
    this.#session = undefined;
    for (const id of ids) end(id);
    await this.#driverProcess?.stop();
    await until("the app has ended", () => !family.some(isRunning));
    await this.#isForgotten();
  }

  /** Closes the window as its close button does, and waits until the app has ended by itself. */
  async close() {
    const close = () => window.__TAURI_INTERNALS__.invoke("plugin:window|close", { label: "main" });
    // The answer may be lost with the window that gives it.
    await this.page.run(close).catch(() => undefined);
    await until("the app has ended", () => !this.#ids.some(isRunning));
    await this.#isForgotten();
    this.#session = undefined;
    await this.#driverProcess.stop();
  }

  /** Waits until the bus has noticed the end: a next start would be sent to an app that is gone. */
  async #isForgotten() {
    await until("the bus has let go of the app", () => {
      return !this.#desktop.namesOnBus().some((name) => name.endsWith(".SingleInstance"));
    });
  }

  /** The ids of all processes of the app, those of its web view included. */
  get processes() {
    // An app that ends may already have the next one for a child.
    return this.#ids.flatMap((id) => familyOf(id, this.#program));
  }

  #running() {
    return processesOf(this.#program, `DESKBOOK_DATA_DIR=${this.#desktop.dataFolder}`);
  }

  /**
   * Waits until the app has replaced its processes by new ones, and goes on in their window. `ask` is called until
   * it does.
   */
  async isReplaced(ask = () => {}) {
    const before = this.processes;
    this.#isBeingReplaced = true;
    await until("the processes of the app have ended", () => {
      ask();
      return !before.some(isRunning);
    });
    await this.#driverProcess.stop();
    const [id] = await until("the app has begun anew", () => {
      const ids = this.#running();
      return ids.length > 0 && ids;
    });
    const target = environmentOf(id, "WEBKIT_INSPECTOR_SERVER");
    await until("the new window can be driven", () => isListening(target));
    await this.#connect({ ...this.#desktop.environment }, [`--target=${target}`]);
    this.#ids = [id];
    this.#isBeingReplaced = false;
    await this.page.isReady();
  }

  async #connect(environment, more) {
    const port = await freePort();
    const address = `http://127.0.0.1:${port}`;
    const args = [`--port=${port}`, "--host=127.0.0.1", ...more];
    const automated = { ...environment, TAURI_WEBVIEW_AUTOMATION: "true" };
    this.#driverProcess = new Background("WebKitWebDriver", args, automated);
    await until("the driver answers", async () => {
      if (this.#driverProcess.hasEnded) throw new Error(this.#driverProcess.output);
      return (await fetch(`${address}/status`)).ok;
    });
    const session = new Builder()
      .usingServer(address)
      .withCapabilities(capabilities(this.#program))
      .build();
    this.#session = await inTime("the app connects to the driver", session);
    this.page = new Page(this.#session);
  }
}

/** Ends a process, unless that is done. */
function end(id) {
  try {
    process.kill(id, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function capabilities(binary) {
  // The name under which Tauri's web view presents itself to the driver.
  const capabilities = new Capabilities();
  capabilities.setBrowserName("wry");
  // Tests wait for what they need themselves, and sometimes look before a page is loaded.
  capabilities.setPageLoadStrategy("none");
  capabilities.set("webkitgtk:browserOptions", { binary, args: [] });
  return capabilities;
}
