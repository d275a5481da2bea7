import { useQuery } from "@tanstack/react-query";
import { useDelayed } from "../lib/useDelayed";
import { health } from "./health";
import type { SearchTopic } from "./search";
import { sources } from "./sources";

/** From when on waiting is worth a word, in milliseconds. */
const patience = 300;

const nobody: readonly string[] = [];

/**
 * Who is waited for once waiting for an answer takes long: the sources of the topic that do not answer,
 * by name, as far as their health tells. `null` while nothing takes long.
 */
export function useSlowness(topic: SearchTopic, asked: string | null): readonly string[] | null {
  const isSlow = useDelayed(asked ?? false, patience);
  const standing = useQuery({ ...health(), enabled: isSlow }).data ?? [];
  const kinds = useQuery({ ...sources(), enabled: isSlow }).data ?? [];
  if (!isSlow) return null;
  const own = new Set(kinds.filter(({ kind }) => kind === topic).map(({ id }) => id));
  const silent = standing.filter(({ id, state }) => own.has(id) && state !== "answering");
  return silent.length === 0 ? nobody : silent.map(({ id, name }) => name || id);
}
