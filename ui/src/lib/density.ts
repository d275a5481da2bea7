import type { SettingsView } from "../bridge/bindings";

/** The height of a list's row in pixels; `--row`, `--row-compact` and `--row-roomy` of the tokens. */
export const rowHeights: Readonly<Record<SettingsView["density"], number>> = {
  compact: 26,
  normal: 32,
  roomy: 40,
};
