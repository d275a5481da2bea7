import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { MirrorRequest, MirrorView } from "../bridge/bindings";
import { commands, events } from "../bridge/bridge";

const mirrorKey = ["mirror"] as const;

/** How the mirror of an installation stands; `null` for the local directory. */
export const mirror = (installation: string) =>
  queryOptions({
    queryKey: [...mirrorKey, installation],
    queryFn: () => commands.mirrorRead(installation),
    // What it tells is true for a moment only.
    staleTime: 0,
  });

/** The countries that an installation's can be chosen from. */
export const mirrorCountries = () =>
  queryOptions({ queryKey: ["mirrorCountries"], queryFn: () => commands.mirrorCountries() });

/** Asks again whenever a mirror, or what is done for it, is not as it was; gives the way to stop. */
export function listenToMirror(client: QueryClient): () => void {
  const again = () => void client.invalidateQueries({ queryKey: mirrorKey });
  const listening = events.mirrorChanged.listen(again);
  return () => void listening.then((stop) => stop());
}

/** What the settings of a mirror would be with a change. */
export function withMirror(view: MirrorView, change: Partial<MirrorRequest>): MirrorRequest {
  const { on, intervalMinutes, retentionDays, country, photos, sources } = view;
  const keptOut = sources.flatMap(({ id, fields }) =>
    fields.filter((field) => !field.mirrored).map((field) => ({ source: id, var: field.var })),
  );
  return { on, intervalMinutes, retentionDays, keptOut, country, photos, ...change };
}

/** What can be done for the mirror of an installation. */
export const mirrorWork = (installation: string) => ({
  save: (request: MirrorRequest) => commands.mirrorSave(installation, request),
  /** Copies a source now, or all of them. */
  sync: (source: string | null) => commands.mirrorSync(installation, source),
  pause: () => commands.mirrorPause(installation),
  resume: () => commands.mirrorResume(installation),
  cancel: () => commands.mirrorCancel(installation),
  erase: () => commands.mirrorErase(installation),
  removeHeldBack: (source: string) => commands.mirrorRemoveHeldBack(installation, source),
});
