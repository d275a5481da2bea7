import type { TFunction } from "i18next";
import type { TlsMode } from "../../bridge/bindings";

/** The modes by the names that the settings of a source have for them, the safest first. */
const modes = {
  "verify-full": "verifyFull",
  "verify-ca": "verifyCa",
  require: "require",
  disable: "disable",
} as const satisfies Record<string, TlsMode>;

type ModeName = keyof typeof modes;

/** Whether a value is one that a choice can show; others are left as text, to be mended. */
export function isTlsMode(value: string): value is "" | ModeName {
  return value === "" || Object.hasOwn(modes, value);
}

/** What can be chosen for the encryption of a source's own database, and what is. */
export function tlsChoices(t: TFunction, value: "" | ModeName) {
  const names = Object.keys(modes) as ModeName[];
  return {
    value: value === "" ? ("default" as const) : value,
    choices: [
      { id: "default" as const, label: t("backEnds.form.tlsDefault") },
      ...names.map((id) => ({ id, label: t(`installations.connect.tlsMode.${modes[id]}`) })),
    ],
  };
}

/** The value of what was chosen. */
export function modeOf(chosen: "default" | ModeName): string {
  return chosen === "default" ? "" : chosen;
}
