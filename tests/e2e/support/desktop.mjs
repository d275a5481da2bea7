// A desktop of its own for a test: home folder, session bus, settings. Nothing of the user's is
// read or written, and two desktops know nothing of each other.
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { Background } from "./processes.mjs";
import { until } from "./until.mjs";

/** A bus without services to start: portals and keyrings of the machine stay out of the tests. */
const busConfiguration = (socket) => `<!DOCTYPE busconfig PUBLIC
  "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
  "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=${socket}</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
`;

/** How the desktop looks to programs that follow the system. */
const THEMES = { light: "Adwaita", dark: "Adwaita:dark" };

export class Desktop {
  #folder;
  #bus;
  #theme;

  /** Lays the folders and starts the bus; `stop` ends and removes all of it. */
  static async start({ theme = "light" } = {}) {
    const desktop = new Desktop(theme);
    const socket = desktop.path("runtime", "bus");
    const configuration = desktop.path("bus.conf");
    writeFileSync(configuration, busConfiguration(socket));
    const args = ["--nofork", "--print-address=1", `--config-file=${configuration}`];
    desktop.#bus = new Background("dbus-daemon", args, desktop.environment);
    await until("the session bus is there", () => {
      if (desktop.#bus.hasEnded) throw new Error(desktop.#bus.output);
      return desktop.#bus.output.includes(socket);
    });
    return desktop;
  }

  constructor(theme) {
    this.#theme = THEMES[theme];
    this.#folder = mkdtempSync(path.join(tmpdir(), "deskbook-e2e-"));
    for (const name of ["cache", "config", "data", "home", "runtime", "state"]) {
      mkdirSync(this.path(name));
    }
    chmodSync(this.path("runtime"), 0o700);
  }

  /** A place in the desktop's own folder. */
  path(...parts) {
    return path.join(this.#folder, ...parts);
  }

  /** Where Deskbook keeps its files unless a test says otherwise. */
  get dataFolder() {
    return this.path("deskbook");
  }

  /** What a program started on this desktop finds in its environment. */
  get environment() {
    const { DISPLAY, PATH, XAUTHORITY } = process.env;
    return {
      DISPLAY,
      PATH,
      ...(XAUTHORITY && { XAUTHORITY }),
      DBUS_SESSION_BUS_ADDRESS: `unix:path=${this.path("runtime", "bus")}`,
      // One bus for both: what the machine says of its sleep is nothing to a test.
      DBUS_SYSTEM_BUS_ADDRESS: `unix:path=${this.path("runtime", "bus")}`,
      DESKBOOK_DATA_DIR: this.dataFolder,
      GSETTINGS_BACKEND: "memory",
      GTK_THEME: this.#theme,
      HOME: this.path("home"),
      LANG: "C.UTF-8",
      NO_AT_BRIDGE: "1",
      TMPDIR: tmpdir(),
      XDG_CACHE_HOME: this.path("cache"),
      XDG_CONFIG_HOME: this.path("config"),
      XDG_DATA_HOME: this.path("data"),
      XDG_RUNTIME_DIR: this.path("runtime"),
      XDG_STATE_HOME: this.path("state"),
    };
  }

  /** What programs are called that can be reached over the session bus. */
  namesOnBus() {
    const bus = "org.freedesktop.DBus";
    const args = ["--session", "--print-reply", `--dest=${bus}`, "/", `${bus}.ListNames`];
    const answer = execFileSync("dbus-send", args, { env: this.environment, encoding: "utf8" });
    return [...answer.matchAll(/string "(.*)"/g)].map((match) => match[1]);
  }

  /** Tells everybody on the bus something, as a service does; `name` is interface and signal. */
  tell(place, name, says) {
    const args = ["--session", "--type=signal", place, name, `boolean:${says}`];
    execFileSync("dbus-send", args, { env: this.environment });
  }

  async stop() {
    await this.#bus?.stop();
    // Processes of the web view may still be writing their caches.
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
