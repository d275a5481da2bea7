// Servers of a test's own, with the small set of test data. They end with the tests.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createInterface } from "node:readline";

const PROGRAM = process.env.DESKBOOK_SERVERS;
if (!PROGRAM || !existsSync(PROGRAM)) {
  throw new Error("DESKBOOK_SERVERS names no program: start these tests with `cargo xtask e2e`");
}

export class Servers {
  #process;
  #lines;

  /** Where they are, by `mariadb`, `postgresql`, `redis` and `slapd`. */
  addresses;

  static async start() {
    const servers = new Servers();
    servers.addresses = JSON.parse(await servers.#answer());
    return servers;
  }

  constructor() {
    this.#process = spawn(PROGRAM, [], { stdio: ["pipe", "pipe", "inherit"] });
    this.#lines = createInterface({ input: this.#process.stdout })[Symbol.asyncIterator]();
    process.on("exit", () => this.#process.kill());
  }

  /** Stops a server; whoever is connected is cut off. */
  stopServer = (name) => this.#tell(`stop ${name}`);

  /** Starts a stopped server: same port, same data. */
  startServer = (name) => this.#tell(`start ${name}`);

  /** Makes a server hang. */
  pause = (name) => this.#tell(`pause ${name}`);

  /** Lets it go on. */
  resume = (name) => this.#tell(`resume ${name}`);

  /** Runs statements past Deskbook, on one line. */
  sql = (name, statements) => this.#tell(`sql ${name} ${statements}`);

  /** Puts a value under a key of Redis. */
  put = (key) => this.#tell(`put redis ${key}`);

  /** All keys that Redis holds. */
  keys = () => this.#ask("keys redis");

  /** The filters that the directory was asked for, in their order. */
  filters = () => this.#ask("filters slapd");

  /** Ends all of them. */
  async end() {
    const ended = new Promise((resolve) => this.#process.on("exit", resolve));
    this.#process.stdin.end();
    await ended;
  }

  async #tell(command) {
    const answer = await this.#say(command);
    if (answer !== "done") throw new Error(`${command}: ${answer}`);
  }

  async #ask(question) {
    return JSON.parse(await this.#say(question));
  }

  #say(line) {
    this.#process.stdin.write(`${line}\n`);
    return this.#answer();
  }

  async #answer() {
    const { value, done } = await this.#lines.next();
    if (done) throw new Error("the servers have ended");
    return value;
  }
}
