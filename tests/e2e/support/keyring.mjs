// A keyring service on a desktop of a test's own: unlocked, empty, and gone with it.
import { execFileSync, spawn } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import path from "node:path";
import { until } from "./until.mjs";

const NAME = "org.freedesktop.secrets";

export class Keyring {
  #process;
  #desktop;

  static async start(desktop) {
    const keyring = new Keyring(desktop);
    await until("the keyring answers", () => desktop.namesOnBus().includes(NAME));
    return keyring;
  }

  constructor(desktop) {
    this.#desktop = desktop;
    const args = ["--foreground", "--unlock", "--components=secrets"];
    this.#process = spawn("gnome-keyring-daemon", args, {
      env: desktop.environment,
      stdio: ["pipe", "ignore", "ignore"],
    });
    this.#process.stdin.end("a-password-of-the-test");
    process.on("exit", () => this.#process.kill());
  }

  /** How many entries it holds. */
  count() {
    const collection = "/org/freedesktop/secrets/aliases/default";
    const args = ["--session", "--print-reply", `--dest=${NAME}`, collection];
    const ask = ["org.freedesktop.DBus.Properties.Get"];
    const what = ["string:org.freedesktop.Secret.Collection", "string:Items"];
    const options = { env: this.#desktop.environment, encoding: "utf8", stdio: "pipe" };
    const answer = execFileSync("dbus-send", [...args, ...ask, ...what], options);
    return [...answer.matchAll(/object path/g)].length;
  }

  async stop() {
    if (this.#process.exitCode !== null) return;
    const ended = new Promise((resolve) => this.#process.on("exit", resolve));
    this.#process.kill();
    await ended;
  }
}

/** The files below a folder that hold a text in the clear. */
export function filesWith(folder, text) {
  const wanted = Buffer.from(text);
  return readdirSync(folder, { recursive: true })
    .map((name) => path.join(folder, name))
    .filter((file) => {
      try {
        return statSync(file).isFile() && readFileSync(file).includes(wanted);
      } catch {
        return false;
      }
    });
}
