// A small disk that can be filled up and emptied, and made read-only: memory mounted as a folder.
import { spawnSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import path from "node:path";

/** Room for the files of a fresh data folder and a few rows. */
const SIZE = "8m";

/** Why no disk can be mounted here; nothing where one can. */
export function noDiskReason() {
  if (process.platform !== "linux") return "mounting memory as a disk is Linux's way";
  if (process.getuid() !== 0) return "only root may mount a disk";
  return undefined;
}

export class Disk {
  #folder;

  /** Mounts an empty one at a folder, which is made. */
  constructor(folder) {
    mkdirSync(folder);
    mount("-t", "tmpfs", "-o", `size=${SIZE}`, "tmpfs", folder);
    this.#folder = folder;
  }

  /** Takes all the space that is left. */
  fill() {
    const file = openSync(this.#filler, "a");
    try {
      for (;;) writeSync(file, Buffer.alloc(4096));
    } catch (error) {
      if (error.code !== "ENOSPC") throw error;
    } finally {
      closeSync(file);
    }
  }

  /** Gives the taken space back. */
  free() {
    rmSync(this.#filler);
  }

  makeReadOnly() {
    mount("-o", "remount,ro", this.#folder);
  }

  makeWritable() {
    mount("-o", "remount,rw", this.#folder);
  }

  unmount() {
    run("umount", this.#folder);
  }

  get #filler() {
    return path.join(this.#folder, "filler");
  }
}

function mount(...args) {
  run("mount", ...args);
}

function run(program, ...args) {
  const { status, stderr, error } = spawnSync(program, args, { encoding: "utf8" });
  if (status !== 0) throw error ?? new Error(`${program} ${args.join(" ")}: ${stderr}`);
}
