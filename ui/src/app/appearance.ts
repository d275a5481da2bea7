import type { SettingsView } from "../bridge/bindings";
import { type Language, systemLanguage } from "../i18n";

/** The media query that tells the system's wish. */
export const systemDark = "(prefers-color-scheme: dark)";

/** The language that the settings ask for. */
export function languageOf(settings: SettingsView): Language {
  return settings.language === "system" ? systemLanguage() : settings.language;
}

/** Puts the colours that the settings ask for on the page. */
export function showTheme(settings: SettingsView, systemIsDark: boolean): void {
  const dark = settings.theme === "system" ? systemIsDark : settings.theme === "dark";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}
