import { queryOptions } from "@tanstack/react-query";
import type { PhotoView } from "../bridge/bindings";
import { commands } from "../bridge/bridge";
import { inTurn } from "../lib/inTurn";

/** How long a photo stays as it was read, in milliseconds. */
const kept = 10 * 60_000;

/** Photos are read beside searches, and must not hold those up. */
const turn = inTurn(3);

/**
 * The photo that a directory has of somebody, fitting into a square of so many pixels; `null` where there is none.
 * Nobody waits for it: what cannot be read is as if there were none, and is not asked for again soon.
 */
export const customerUserPhoto = (source: string, login: string, side: number) =>
  queryOptions({
    queryKey: ["photos", source, login, side],
    queryFn: ({ signal }): Promise<PhotoView | null> =>
      turn(() => commands.customerUserPhoto(source, login, side), signal).catch(() => null),
    staleTime: kept,
    gcTime: kept,
    retry: false,
  });
