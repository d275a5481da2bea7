import "@fontsource-variable/inter/index.css";
import "../kit/tokens.css";
import "../kit/base.css";
import { showTheme, systemDark } from "../app/appearance";
import { commands } from "../bridge/bindings";
import type { en } from "../i18n/en";
import { type Language, languageOf } from "../i18n/language";
import { lastLook } from "../lib/look";
import type { Answers } from "./page";
import { show } from "./show";
import { after, patience } from "./time";

const font = '13px "Inter Variable"';

/**
 * Draws the search and its first rows before the views are read: those are hundreds of kilobytes of script, while the
 * core answers at once. Whoever opens Deskbook to look somebody up types by then.
 */
async function begin(): Promise<void> {
  if ("__TAURI_INTERNALS__" in window) {
    // What is not the rule (a lock, an error, a core that is not there yet) is left to the views.
    const answers = await Promise.race([ask(), after(patience)]).catch(() => null);
    if (answers) await show(answers).catch(() => null);
  }
  await import("../main");
}

async function ask(): Promise<Answers> {
  const asked = [commands.settingsRead(), commands.appStart()] as const;
  const { theme = "system", ...look } = lastLook();
  showTheme({ theme }, window.matchMedia(systemDark).matches);
  const guessed = languageOf(look);
  const [settings, app, words] = await Promise.all([
    ...asked,
    read(guessed),
    // Without it the system would look for another font for the first text, which takes longer than all of this.
    sheetRead().then(() => document.fonts.load(font)),
  ]);
  const language = languageOf(settings);
  return { settings, app, words: language === guessed ? words : await read(language) };
}

async function read(language: Language): Promise<typeof en> {
  return language === "de" ? (await import("../i18n/de")).de : (await import("../i18n/en")).en;
}

/** Scripts do not wait for the sheet, which knows the font. */
async function sheetRead(): Promise<void> {
  const sheet = document.querySelector<HTMLLinkElement>("link[rel=stylesheet]");
  if (!sheet || sheet.sheet) return;
  await new Promise((resolve, reject) => {
    sheet.addEventListener("load", resolve, { once: true });
    sheet.addEventListener("error", reject, { once: true });
  });
}

void begin();
