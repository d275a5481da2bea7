import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { SettingsView } from "../bridge/bindings";
import { saveSettings, settingsBefore, settingsRead } from "./app";

/** What the user chose for the window, and the way to choose otherwise. */
export function useSettings(): {
  settings: SettingsView;
  change: (part: Partial<SettingsView>) => void;
} {
  const client = useQueryClient();
  const [before] = useState(settingsBefore);
  const { data: settings = before } = useQuery(settingsRead());
  const { mutate } = useMutation(saveSettings(client));
  return { settings, change: (part) => mutate({ ...settings, ...part }) };
}
