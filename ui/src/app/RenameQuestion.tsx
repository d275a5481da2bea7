import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { allMoves, movesOf, useMoveProgress } from "../api/moves";
import type { Doing, Renaming } from "../api/questions";
import type { MoveOptionsRequest } from "../bridge/bindings";
import { type Counted, RenameDialog } from "../kit/RenameDialog";
import { useAppView } from "./useAppView";

type Props = {
  renaming: Renaming;
  of: Doing;
  /** It was confirmed and is on its way. */
  isMoving: boolean;
  onGo: (options: MoveOptionsRequest) => void;
  onCancel: () => void;
};

/** Asks what may move along with a new name, and stays until it has. */
export function RenameQuestion({ renaming, of, isMoving, onGo, onCancel }: Props) {
  const { sources } = useAppView();
  const [options, setOptions] = useState(allMoves);
  return (
    <RenameDialog
      names={renaming.names}
      of={of}
      counted={useCounted(renaming, options)}
      options={options}
      sources={new Map(sources.map(({ id, name }) => [id, name]))}
      isMoving={isMoving}
      progress={useMoveProgress(isMoving)}
      onOptions={setOptions}
      onGo={() => onGo(options)}
      onCancel={onCancel}
    />
  );
}

/** What would move. What is left out stays in sight, so it is counted in any case. */
function useCounted(renaming: Renaming, options: MoveOptionsRequest): Counted {
  const all = useQuery(movesOf(renaming, allMoves));
  const chosen = useQuery({ ...movesOf(renaming, options), placeholderData: keepPreviousData });
  const error = all.error ?? chosen.error;
  const retry = () => {
    if (all.error) void all.refetch();
    if (chosen.error) void chosen.refetch();
  };
  if (all.isFetching) return { kind: "waiting" };
  if (error) return { kind: "failed", error, retry };
  if (!all.data || !chosen.data) return { kind: "waiting" };
  return { kind: "counted", all: all.data, replaced: chosen.data.moves.replaced };
}
