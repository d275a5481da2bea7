import { queryOptions } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import type { MoveOptionsRequest, MoveProgressed } from "../bridge/bindings";
import { events } from "../bridge/bridge";
import type { Renaming } from "./questions";

/** All that OTOBO would forget moves too. */
export const allMoves: MoveOptionsRequest = {
  groupPermissions: true,
  customerRelations: true,
  customerGroupPermissions: true,
};

/** What would move now, counted anew for each question. */
export const movesOf = (renaming: Renaming, options: MoveOptionsRequest) =>
  queryOptions({
    queryKey: ["moves", renaming.key, options],
    queryFn: () => renaming.count(options),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
  });

/** How far the move is that is on its way; `null` before anything was heard of it. */
export function useMoveProgress(isMoving: boolean): MoveProgressed | null {
  const [progress, setProgress] = useState<MoveProgressed | null>(null);
  useEffect(() => {
    if (!isMoving) return;
    const listening = events.moveProgressed.listen(({ payload }) => setProgress(payload));
    return () => void listening.then((stop) => stop());
  }, [isMoving]);
  return isMoving ? progress : null;
}
