import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { SettingsView } from "../bridge/bindings";
import { commands } from "../bridge/bridge";
import { lastLook, rememberLook } from "../lib/look";
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
    queryFn: async () => {
      const settings = await commands.settingsRead();
      rememberLook(settings);
      return settings;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** What holds until the stored settings are read, and when they cannot be: the look is that of the last time. */
export const settingsBefore = (): SettingsView => ({ ...defaultSettings, ...lastLook() });

const defaultSettings: SettingsView = {
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
      rememberLook(settings);
      client.setQueryData(settingsRead().queryKey, settings);
    },
  });
