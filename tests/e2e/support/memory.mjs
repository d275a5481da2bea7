// Looks into the memory of running processes, as whoever may trace them can.
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { Needles } from "./needles.mjs";

const PAGE = 4096;
/** Bytes that are read at a time. */
const CHUNK = 4 * 1024 * 1024;
/** What is mapped but not for reading, or not memory. */
const SPECIAL = ["[vvar]", "[vsyscall]", "[vvar_vclock]"];

/** Those of the needles (bytes by name) that are in the memory of any of these processes. */
export function foundInMemory(ids, byName) {
  const found = new Set();
  const needles = new Needles(byName);
  for (const id of ids) {
    for (const chunk of chunksOf(id, needles.longest)) needles.addFound(chunk, found);
  }
  return [...found].sort();
}

/** The e-mail addresses of a domain's kind, such as `.example`, in the memory of any of these processes. */
export function mailsInMemory(ids, ending) {
  const found = new Set();
  for (const id of ids) {
    for (const chunk of chunksOf(id, 512)) {
      for (const width of [1, 2]) {
        for (const mail of mailsIn(chunk, ending, width)) found.add(mail);
      }
    }
  }
  return found;
}

function* mailsIn(chunk, ending, width) {
  const needle = Buffer.from(ending, width === 1 ? "utf8" : "utf16le");
  for (let at = chunk.indexOf(needle); at >= 0; at = chunk.indexOf(needle, at + 1)) {
    let begin = at;
    while (begin >= width && isOfMail(chunk, begin - width, width)) begin -= width;
    const bytes = chunk.subarray(begin, at);
    const name = bytes.toString(width === 1 ? "latin1" : "utf16le");
    if (/^[^@]+@[^@]+$/.test(name)) yield name + ending;
  }
}

function isOfMail(chunk, at, width) {
  const isNarrow = width === 1 || chunk[at + 1] === 0;
  return isNarrow && /[a-z0-9.@_-]/.test(String.fromCharCode(chunk[at]));
}

/** All that is in memory, in pieces that overlap. */
function* chunksOf(id, overlap) {
  const memory = openSync(`/proc/${id}/mem`, "r");
  const pages = openSync(`/proc/${id}/pagemap`, "r");
  try {
    for (const { from, to } of regionsOf(id)) {
      for (const run of presentRuns(pages, from, to)) {
        for (let at = run.from; at < run.to; at += CHUNK) {
          const end = Math.min(run.to, at + CHUNK + overlap);
          const chunk = Buffer.alloc(end - at);
          yield chunk.subarray(0, readAt(memory, chunk, at));
        }
      }
    }
  } finally {
    closeSync(memory);
    closeSync(pages);
  }
}

function regionsOf(id) {
  const lines = readFileSync(`/proc/${id}/maps`, "utf8").split("\n").filter(Boolean);
  return lines
    .filter((line) => / r/.test(line) && !SPECIAL.some((name) => line.endsWith(name)))
    .map((line) => {
      const [from, to] = line.split(" ", 1)[0].split("-");
      return { from: Number.parseInt(from, 16), to: Number.parseInt(to, 16) };
    });
}

/** The parts of a region that are in memory or swapped out: most of what a web view reserves is neither. */
function* presentRuns(pages, from, to) {
  const step = PAGE * 8192;
  let begun;
  for (let at = from; at < to; at += step) {
    const count = Math.min(step, to - at) / PAGE;
    const entries = Buffer.alloc(count * 8);
    const read = readAt(pages, entries, (at / PAGE) * 8);
    for (let index = 0; index < count; index += 1) {
      const isPresent = index * 8 < read && (entries[index * 8 + 7] & 0b1100_0000) !== 0;
      const address = at + index * PAGE;
      if (isPresent) begun ??= address;
      else if (begun !== undefined) {
        yield { from: begun, to: address };
        begun = undefined;
      }
    }
  }
  if (begun !== undefined) yield { from: begun, to };
}

/** How many bytes could be read: what is gone by now is nothing. */
function readAt(file, buffer, position) {
  try {
    return readSync(file, buffer, 0, buffer.length, position);
  } catch (error) {
    if (error.code === "EIO" || error.code === "EFAULT") return 0;
    throw error;
  }
}
