import { type QueryClient, queryOptions, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { useDelayed } from "../lib/useDelayed";
import type { SearchTopic } from "./search";

/** Who keeps a list waiting: sources of a topic, by name. */
export type SlowSources = { topic: SearchTopic; names: readonly string[] };

/** From when on a source is called slow that has not answered while others have, in milliseconds. */
const patience = 2000;

const none: SlowSources = { topic: "customerUsers", names: [] };

/** Which sources keep the list in sight waiting. The list tells it; nobody is asked. */
export const slowSources = () =>
  queryOptions({
    queryKey: ["slowSources"],
    queryFn: () => none,
    enabled: false,
    initialData: none,
  });

/** Tells others in the window whom a list waits for, once that takes long and as long as it is in sight. */
export function useTellSlow(topic: SearchTopic, waitedFor: readonly string[]): void {
  const client = useQueryClient();
  const isLong = useDelayed(waitedFor.length > 0, patience);
  const text = JSON.stringify(isLong ? { topic, names: waitedFor } : none);
  useEffect(() => {
    tell(client, JSON.parse(text));
    return () => tell(client, none);
  }, [client, text]);
}

function tell(client: QueryClient, slow: SlowSources): void {
  client.setQueryData(slowSources().queryKey, slow);
}
