// Programs in the background: started, watched, and ended by their own id.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync, readFileSync, readlinkSync } from "node:fs";
import { connect, createServer } from "node:net";

const running = new Set();
// Whatever ends the tests also ends what they started.
process.on("exit", () => {
  for (const child of running) child.kill();
});
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => process.exit(1));

export class Background {
  #child;
  #output = "";

  constructor(program, args, env) {
    this.#child = spawn(program, args, { env, stdio: ["ignore", "pipe", "pipe"] });
    running.add(this.#child);
    this.#child.on("exit", () => running.delete(this.#child));
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        this.#output += text;
      });
    }
    this.#child.on("error", (error) => {
      this.#output += `${program} cannot be started: ${error.message}\n`;
    });
  }

  get id() {
    return this.#child.pid;
  }

  /** What it printed so far. */
  get output() {
    return this.#output;
  }

  get hasEnded() {
    return this.#child.exitCode !== null || this.#child.signalCode !== null;
  }

  /** Waits for its own end; returns its exit code, `null` if a signal ended it. */
  async ended() {
    if (!this.hasEnded) await once(this.#child, "exit");
    return this.#child.exitCode;
  }

  async stop() {
    if (this.id === undefined || this.hasEnded) return;
    this.#child.kill();
    await this.ended();
  }
}

/** The ids of running processes that `parent` started, those of one program if it is given. */
export function childrenOf(parent, program) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => parentOf(id) === parent && (program ?? programOf(id)) === programOf(id));
}

/** The ids of a process and of all that come from it, without those of `program`, which follow it. */
export function familyOf(id, program) {
  const children = childrenOf(id).filter((child) => programOf(child) !== program);
  return [id, ...children.flatMap((child) => familyOf(child, program))];
}

/** The ids of running processes of a program that have a setting in their environment. */
export function processesOf(program, setting) {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((id) => programOf(id) === program && settingsOf(id).includes(setting));
}

/** What a variable says in the environment of a process. */
export function environmentOf(id, variable) {
  const setting = settingsOf(id).find((one) => one.startsWith(`${variable}=`));
  return setting?.slice(variable.length + 1);
}

/** Whether the process still runs; one that ended but was not collected does not. */
export function isRunning(id) {
  const status = statusOf(id);
  return status !== undefined && !/^State:\s+[ZX]/m.test(status);
}

/** A port of the loopback address that is free at this moment. */
export async function freePort() {
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address();
  server.close();
  await once(server, "close");
  return port;
}

/** Whether somebody takes connections at an address, host and port. */
export async function isListening(address) {
  const [host, port] = address.split(":");
  const socket = connect(Number(port), host);
  try {
    await once(socket, "connect");
    return true;
  } finally {
    socket.destroy();
  }
}

function statusOf(id) {
  try {
    return readFileSync(`/proc/${id}/status`, "utf8");
  } catch {
    return undefined;
  }
}

function settingsOf(id) {
  try {
    return readFileSync(`/proc/${id}/environ`, "utf8").split("\0");
  } catch {
    return [];
  }
}

function parentOf(id) {
  return Number(/^PPid:\s+(\d+)$/m.exec(statusOf(id) ?? "")?.[1]);
}

function programOf(id) {
  try {
    return readlinkSync(`/proc/${id}/exe`);
  } catch {
    return undefined;
  }
}
