import i18next from "i18next";
import { initReactI18next } from "react-i18next";
import { de } from "./de";
import { en } from "./en";

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

/** Makes the catalogues ready; all texts are bundled, so nothing is waited for. */
export function startI18n(language: Language): void {
  void i18next.use(initReactI18next).init({
    resources: { en: { translation: en }, de: { translation: de } },
    lng: language,
    fallbackLng: "en",
    interpolation: { escapeValue: false },
    returnNull: false,
    initAsync: false,
  });
  document.documentElement.lang = language;
}

/** Switches the language of everything shown. */
export function changeLanguage(language: Language): void {
  document.documentElement.lang = language;
  void i18next.changeLanguage(language);
}
