// Thousands of texts and keys that are looked for in bytes at once.
import { readdirSync, readFileSync, readlinkSync, statSync } from "node:fs";
import path from "node:path";

/** What the machine brings along, and what is memory and no file. */
const NOT_OF_THE_APP = ["/usr/", "/etc/", "/lib/", "/dev/", "/memfd:", "/proc/", "/sys/"];

export class Needles {
  /** Which beginnings there are, a bit each. */
  #begins = new Uint8Array(2 ** 21);
  #byBeginning = new Map();

  /** Of at least three bytes each, by name. */
  constructor(byName) {
    for (const [name, needle] of Object.entries(byName)) {
      const begin = beginAt(needle, 0);
      this.#begins[begin >> 3] |= 1 << (begin & 7);
      const others = this.#byBeginning.get(begin) ?? [];
      this.#byBeginning.set(begin, [...others, { name, needle }]);
      this.longest = Math.max(this.longest ?? 0, needle.length);
    }
  }

  /** Adds the names of those that are in these bytes. */
  addFound(bytes, found) {
    const begins = this.#begins;
    const end = bytes.length - 2;
    for (let at = 0; at < end; at += 1) {
      const begin = bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
      if ((begins[begin >> 3] & (1 << (begin & 7))) !== 0) {
        for (const { name, needle } of this.#byBeginning.get(begin)) {
          if (isAt(bytes, at, needle)) found.add(name);
        }
      }
    }
  }

  /** What is in which file below a folder. */
  inFilesOf(folder) {
    const names = readdirSync(folder, { recursive: true });
    return this.#inFiles(names.map((name) => path.join(folder, name)));
  }

  /** What is in which file that these processes have open, be it without a name by now. */
  inOpenFilesOf(ids) {
    return this.#inFiles(ids.flatMap(openFilesOf));
  }

  #inFiles(files) {
    const hits = [];
    for (const file of files) {
      const found = new Set();
      this.addFound(contentOf(file), found);
      hits.push(...[...found].map((name) => `${name} in ${file}`));
    }
    return hits;
  }
}

function beginAt(bytes, at) {
  return bytes[at] | (bytes[at + 1] << 8) | (bytes[at + 2] << 16);
}

function isAt(bytes, at, needle) {
  const end = at + needle.length;
  return end <= bytes.length && bytes.compare(needle, 0, needle.length, at, end) === 0;
}

function openFilesOf(id) {
  const folder = `/proc/${id}/fd`;
  return readdirSync(folder)
    .map((name) => path.join(folder, name))
    .filter((file) => {
      try {
        const target = readlinkSync(file);
        return !NOT_OF_THE_APP.some((place) => target.startsWith(place));
      } catch {
        return false;
      }
    });
}

/** What is gone by now, or is no file, holds nothing. */
function contentOf(file) {
  try {
    return statSync(file).isFile() ? readFileSync(file) : Buffer.alloc(0);
  } catch {
    return Buffer.alloc(0);
  }
}

/** A text as a web view keeps it: a byte a letter, or two. */
export function textNeedles(texts) {
  const pairs = texts.flatMap((text) => [
    [text, Buffer.from(text)],
    [`${text} (16 bits)`, Buffer.from(text, "utf16le")],
  ]);
  return Object.fromEntries(pairs);
}

/** The same in small letters, as in an address, and wherever it may stand in Base64. */
export function textNeedlesInEveryForm(texts) {
  const others = texts.flatMap((text) => [
    [`${text} (small)`, Buffer.from(text.toLowerCase())],
    [`${text} (in an address)`, Buffer.from(encodeURIComponent(text))],
    ...base64Of(text, Buffer.from(text)),
  ]);
  return { ...textNeedles(texts), ...Object.fromEntries(others) };
}

/** A key as it is, and as it may be written. */
export function keyNeedlesInEveryForm(name, key) {
  const hex = key.toString("hex");
  return {
    [name]: key,
    [`${name} (hex)`]: Buffer.from(hex),
    [`${name} (HEX)`]: Buffer.from(hex.toUpperCase()),
    ...Object.fromEntries(base64Of(name, key)),
  };
}

/** What Base64 makes of bytes behind none, one or two others, without the letters that depend on their neighbours. */
function base64Of(name, bytes) {
  return [0, 1, 2].map((before) => {
    const all = Buffer.concat([Buffer.alloc(before), bytes]);
    const letters = all.toString("base64");
    const own = letters.slice(Math.ceil((before * 8) / 6), Math.floor((all.length * 8) / 6));
    return [`${name} (Base64 behind ${before})`, Buffer.from(own)];
  });
}

/** A key as it is, and as it is written; read from its recovery code. */
export function keyNeedles(groups) {
  const letters = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
  const digits = groups.flatMap((group) =>
    [...group.slice(0, 4)].map((one) => letters.indexOf(one)),
  );
  const bits = digits.map((digit) => digit.toString(2).padStart(5, "0")).join("");
  const key = Buffer.from(
    bits
      .slice(0, 256)
      .match(/.{8}/g)
      .map((byte) => Number.parseInt(byte, 2)),
  );
  return { key, "key (hex)": Buffer.from(key.toString("hex")) };
}
