import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { SettingsView } from "../bridge/bindings";
import { commands } from "../bridge/bridge";
import { overviewKey } from "./keys";

/** The installation, its fields and versions: asked once, throws when the data folder cannot be used. */
export const appStart = () =>
  queryOptions({
    queryKey: ["app"],
    queryFn: () => commands.appStart(),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** The numbers beside the navigation. */
export const overview = () =>
  queryOptions({ queryKey: overviewKey, queryFn: () => commands.overviewRead() });

/** What the user chose for the window. */
export const settingsRead = () =>
  queryOptions({
    queryKey: ["settings"],
    queryFn: () => commands.settingsRead(),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** SettingsView until the stored ones are read, and when they cannot be read. */
export const defaultSettings: SettingsView = {
  theme: "system",
  language: "system",
  density: "normal",
  includeInvalid: false,
  customerUserColumns: null,
  customerColumns: null,
  lockAfterMinutes: 10,
};

/** Saves the settings; they apply at once and are kept by the core. */
export const saveSettings = (client: QueryClient) =>
  mutationOptions({
    mutationFn: (settings: SettingsView) => commands.settingsSave(settings),
    onMutate: (settings) => {
      client.setQueryData(settingsRead().queryKey, settings);
    },
  });
