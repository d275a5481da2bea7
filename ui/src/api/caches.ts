import { queryOptions } from "@tanstack/react-query";
import { createContext, useContext } from "react";
import type { CachesRequest, DialogLanguage } from "../bridge/bindings";
import { commands } from "../bridge/bridge";

/** How an installation clears OTOBO's caches. A password never comes along. */
export const caches = (installation: string) =>
  queryOptions({
    queryKey: ["installations", "caches", installation],
    queryFn: () => commands.cachesRead(installation),
  });

/*
 * Plain calls rather than mutations: what they take may hold a password, and the mutation cache would
 * keep it for minutes.
 */

/** Tries a way of clearing; nothing is kept, deleted or run. */
export const testCaches = (installation: string, request: CachesRequest) =>
  commands.cachesTest(installation, request);

/**
 * Keeps a way of clearing; a refusal is an answer, not an error. A program is asked about by the system, in
 * the window’s language.
 */
export const saveCaches = (
  installation: string,
  request: CachesRequest,
  language: DialogLanguage,
) => commands.cachesSave(installation, request, language);

/** A program as it is now, for somebody to agree to. */
export const programNow = (path: string) => commands.cachesProgram(path);

/** Clears what a write made stale, as the installation is set up for it. */
export const clearCaches = (installation: string, types: readonly string[]) =>
  commands.cachesClear(installation, [...types]);

/** Hears which types of OTOBO's cache a write made stale; the window clears them, and says so. */
export const StaleCachesContext = createContext<(types: readonly string[]) => void>(() => {});

export function useStaleCaches(): (types: readonly string[]) => void {
  return useContext(StaleCachesContext);
}
