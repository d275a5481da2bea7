import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { appStart, settingsBefore, settingsRead } from "./api/app";
import { App } from "./app/App";
import { showTheme, systemDark } from "./app/appearance";
import { makeQueryClient } from "./app/queryClient";
import { openBridge, takeBridge } from "./bridge/bridge";
import { startI18n } from "./i18n";
import { languageOf } from "./i18n/language";
import { earlyPage } from "./lib/earlyPage";
import { rememberLook } from "./lib/look";

/** Opens the bridge and reads the settings first, so that the first thing drawn is as it was chosen. */
async function start(root: HTMLElement): Promise<void> {
  takeBridge(await openBridge());
  const client = makeQueryClient();
  const early = earlyPage();
  if (early) {
    client.setQueryData(appStart().queryKey, early.app);
    client.setQueryData(settingsRead().queryKey, early.settings);
    rememberLook(early.settings);
  }
  // Nobody waits for it here: the window finds the answer, or that it is on its way.
  void client.prefetchQuery(appStart());
  // Where the settings cannot be read the start cannot either, and says why.
  await client.prefetchQuery(settingsRead());
  const settings = client.getQueryData(settingsRead().queryKey) ?? settingsBefore();
  showTheme(settings, window.matchMedia(systemDark).matches);
  startI18n(languageOf(settings));
  createRoot(root).render(
    <StrictMode>
      <App client={client} />
    </StrictMode>,
  );
}

const root = document.getElementById("root");
if (root) void start(root);
