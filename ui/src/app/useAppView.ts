import { useSuspenseQuery } from "@tanstack/react-query";
import { appStart } from "../api/app";
import type { AppView } from "../bridge/bindings";

/** What the core said at the start; it is there before any room opens. */
export function useAppView(): AppView {
  return useSuspenseQuery(appStart()).data;
}
