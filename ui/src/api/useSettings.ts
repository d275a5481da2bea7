import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { SettingsView } from "../bridge/bindings";
import { defaultSettings, saveSettings, settingsRead } from "./app";

/** What the user chose for the window, and the way to choose otherwise. */
export function useSettings(): {
  settings: SettingsView;
  change: (part: Partial<SettingsView>) => void;
} {
  const client = useQueryClient();
  const { data: settings = defaultSettings } = useQuery(settingsRead());
  const { mutate } = useMutation(saveSettings(client));
  return { settings, change: (part) => mutate({ ...settings, ...part }) };
}
