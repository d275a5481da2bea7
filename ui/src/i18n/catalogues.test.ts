import i18next from "i18next";
import { expect, test } from "vitest";
import { errorCodes } from "../bridge/errors";
import { de } from "./de";
import { en } from "./en";
import { errorWords } from "./errorWords";
import { formatFor } from "./format";
import { changeLanguage } from "./index";
import { systemLanguage } from "./language";

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, path = ""): [key: string, text: string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === "string" ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  );
}

const english = new Map(leaves(en));
const german = new Map(leaves(de));
const variables = (text: string) => [...text.matchAll(/\{\{(\w+)\}\}/g)].map((hit) => hit[1]);

test("German has the keys of English, no more and no fewer", () => {
  expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
});

test("no text is empty, and both languages use the same variables", () => {
  for (const [key, text] of english) {
    expect(text.trim(), key).not.toBe("");
    expect(german.get(key)?.trim(), key).not.toBe("");
    expect(new Set(variables(german.get(key) ?? "")), key).toEqual(new Set(variables(text)));
  }
});

test("no text shouts", () => {
  for (const [key, text] of [...english, ...german]) expect(text, key).not.toContain("!");
});

test.each(errorCodes.flatMap((code) => [["en", code] as const, ["de", code] as const]))(
  "%s says of %s what happened and what to do",
  (language, code) => {
    changeLanguage(language);
    const cache = { user: "otobo", seconds: "30", exitCode: "3", offered: "de, en" };
    const params = { path: "/data", limit: "10000", what: "x", ...cache };
    const words = errorWords(i18next.t, { code, field: null, params, detail: "" });
    expect(words.what).not.toContain("errors.");
    expect(words.todo).not.toContain("errors.");
    expect(words.todo).not.toContain("{{");
    expect(words.where).toContain("/data");
  },
);

test("an error is worded in the reader's language", () => {
  changeLanguage("de");
  const error = { code: "diskFull", field: null, params: {}, detail: "" } as const;
  expect(errorWords(i18next.t, error).what).toBe("Der Datenträger ist voll");
});

test("the system's first known language is used, else English", () => {
  expect(systemLanguage(["fr-FR", "de-AT", "en"])).toBe("de");
  expect(systemLanguage(["fr"])).toBe("en");
});

test("numbers and dates follow the language", () => {
  expect(formatFor("en").number(4312)).toBe("4,312");
  expect(formatFor("de").number(4312)).toBe("4.312");
  expect(formatFor("en").date("2026-11-03T12:00:00Z")).toBe("3 November 2026");
  expect(formatFor("de").date("2026-11-03T12:00:00Z")).toBe("3. November 2026");
  expect(formatFor("en").compact(1_048_211)).toBe("1M");
});
