import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import { commands } from "../bridge/bridge";
import { settingsKey } from "./keys";

/** The settings of OTOBO's that matter here. */
export const systemSettings = () =>
  queryOptions({ queryKey: settingsKey, queryFn: () => commands.systemSettingsRead() });

/** Puts a value over the one that was read; `null` takes it away. A refusal is an answer, not an error. */
export const overrideSetting = (client: QueryClient) =>
  mutationOptions({
    mutationFn: ({ name, value }: { name: string; value: string | null }) =>
      commands.systemSettingOverride(name, value),
    onSuccess: (answer) => {
      if (answer.kind === "saved") {
        client.setQueryData(systemSettings().queryKey, answer.settings);
      }
    },
  });
