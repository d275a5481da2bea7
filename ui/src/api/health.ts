import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { SourceHealthView } from "../bridge/bindings";
import { commands, events } from "../bridge/bridge";
import { installations } from "./installations";
import { overviewKey, topicKey } from "./keys";

/** How each source of the current installation stands. */
export const health = () =>
  queryOptions({ queryKey: ["health"], queryFn: () => commands.healthRead() });

/** Asks again whenever a source begins or ceases to answer; gives the way to stop. */
export function listenToHealth(client: QueryClient): () => void {
  const listening = events.healthChanged.listen(() => void readHealth(client));
  return () => void listening.then((stop) => stop());
}

/** Tries the sources again, now. */
export async function retrySources(client: QueryClient): Promise<void> {
  await commands.healthRetry();
  await readHealth(client);
}

/** Reads how the sources stand; the records of a source that answers again are asked for anew. */
async function readHealth(client: QueryClient): Promise<void> {
  const before = client.getQueryData(health().queryKey);
  const now = await client.fetchQuery({ ...health(), staleTime: 0 }).catch(() => null);
  // Which host answers is news of the same kind.
  void client.invalidateQueries({ queryKey: installations().queryKey, exact: true });
  if (now && before && hasRecovered(before, now)) {
    void client.invalidateQueries({ queryKey: topicKey("customerUsers") });
    void client.invalidateQueries({ queryKey: topicKey("customers") });
    void client.invalidateQueries({ queryKey: overviewKey });
  }
}

function hasRecovered(before: readonly SourceHealthView[], now: readonly SourceHealthView[]) {
  const failed = new Set(before.filter((one) => one.state === "failing").map((one) => one.id));
  return now.some((one) => one.state === "answering" && failed.has(one.id));
}
