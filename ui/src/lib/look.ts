import type { SettingsView } from "../bridge/bindings";

/** The part of the settings that a locked window needs, while the settings themselves are encrypted. */
type Look = Pick<SettingsView, "theme" | "language">;

const place = "look";
const themes: readonly unknown[] = ["system", "light", "dark"] satisfies Look["theme"][];
const languages: readonly unknown[] = ["system", "en", "de"] satisfies Look["language"][];

/** Keeps theme and language in the window's own storage, in the clear. */
export function rememberLook({ theme, language }: Look): void {
  localStorage.setItem(place, JSON.stringify({ theme, language }));
}

/** How the window looked last; nothing of what cannot be understood. */
export function lastLook(): Partial<Look> {
  try {
    const { theme, language } = JSON.parse(localStorage.getItem(place) ?? "{}") as Partial<Look>;
    return {
      ...(themes.includes(theme) && theme ? { theme } : {}),
      ...(languages.includes(language) && language ? { language } : {}),
    };
  } catch {
    return {};
  }
}
