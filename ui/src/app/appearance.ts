import type { SettingsView } from "../bridge/bindings";

/** The media query that tells the system's wish. */
export const systemDark = "(prefers-color-scheme: dark)";

/** Puts the colours that the settings ask for on the page. */
export function showTheme(settings: Pick<SettingsView, "theme">, systemIsDark: boolean): void {
  const dark = settings.theme === "system" ? systemIsDark : settings.theme === "dark";
  document.documentElement.dataset.theme = dark ? "dark" : "light";
}
