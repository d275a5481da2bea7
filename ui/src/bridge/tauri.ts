import { getCurrentWindow } from "@tauri-apps/api/window";
import { commands, events } from "./bindings";
import type { Bridge } from "./bridge";

/** The commands and events of the app that this window belongs to. */
export const tauriBridge: Bridge = {
  commands,
  events,
  onCloseRequested: (mayClose) =>
    getCurrentWindow().onCloseRequested(async (event) => {
      if (!(await mayClose())) event.preventDefault();
    }),
};
