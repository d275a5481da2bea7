import type { TFunction } from "i18next";
import { isApple } from "../lib/keys";

/** The name of the platform's command key, as it stands on shortcuts and on the reader's keyboard. */
export function commandKey(t: TFunction): string {
  return isApple ? "⌘" : t("common.ctrl");
}

/** The keys that lock Deskbook. */
export function lockKeys(t: TFunction): string {
  return `${commandKey(t)} ${t("common.shift")} L`;
}
