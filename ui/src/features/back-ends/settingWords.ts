import type { TFunction } from "i18next";
import type { OverrideProblem, ReadSettingView } from "../../bridge/bindings";

/** What an override stands over: read from OTOBO, unless nobody stored anything there. */
export function readWords(t: TFunction, { value, origin }: ReadSettingView): string {
  const shown = value || t("backEnds.settings.none");
  return origin === "shipped"
    ? t("backEnds.settings.default", { value: shown })
    : t("backEnds.settings.read", { value: shown });
}

/** What is wrong with a value that was to be put over another one. */
export function overrideProblemWords(t: TFunction, problem: OverrideProblem): string {
  if (problem.kind === "outOfRange") {
    const { least, most } = problem;
    return t("backEnds.settings.finding.outOfRange", { least, most });
  }
  return t(`backEnds.settings.finding.${problem.kind}`);
}
