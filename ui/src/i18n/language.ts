import type { SettingsView } from "../bridge/bindings";

/** The languages that are complete. */
export type Language = "en" | "de";

/** Which language "like the system" means here. */
export function systemLanguage(preferred: readonly string[] = navigator.languages): Language {
  for (const tag of preferred) {
    const base = tag.split("-")[0];
    if (base === "de" || base === "en") return base;
  }
  return "en";
}

/** The language that the settings ask for. */
export function languageOf({
  language = "system",
}: Partial<Pick<SettingsView, "language">>): Language {
  return language === "system" ? systemLanguage() : language;
}
