import { useEffect } from "react";
import { useSettings } from "../api/useSettings";
import { changeLanguage } from "../i18n";
import { languageOf } from "../i18n/language";
import { useMediaQuery } from "../lib/useMediaQuery";
import { showTheme, systemDark } from "./appearance";

/** Puts theme, language and the installation's accent on the page, as the settings and the system say. */
export function useAppearance(hue: number | undefined): void {
  const { settings } = useSettings();
  const systemIsDark = useMediaQuery(systemDark);
  const language = languageOf(settings);

  useEffect(() => showTheme(settings, systemIsDark), [settings, systemIsDark]);

  useEffect(() => changeLanguage(language), [language]);

  useEffect(() => {
    if (hue !== undefined) document.documentElement.style.setProperty("--hue", String(hue));
  }, [hue]);
}
