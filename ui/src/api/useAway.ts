import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { health } from "./health";

/** The ids of the sources that do not answer: what needs them is refused before somebody types. */
export function useAway(): ReadonlySet<string> {
  const { data } = useQuery(health());
  return useMemo(() => {
    const failing = (data ?? []).filter((source) => source.state === "failing");
    return new Set(failing.map((source) => source.id));
  }, [data]);
}
