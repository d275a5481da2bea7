import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { commands } from "../bridge/bridge";
import { settingsKey } from "./keys";

/** The settings of OTOBO's that matter here. */
export const systemSettings = () =>
  queryOptions({ queryKey: settingsKey, queryFn: () => commands.systemSettingsRead() });

/** Puts a value over the one that was read; `null` takes it away. */
export const overrideSetting = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ name, value }: { name: string; value: string | null }) =>
      commands.systemSettingOverride(name, value),
    onSuccess: (settings) => client.setQueryData(systemSettings().queryKey, settings),
  });
