import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { SourceHealthView } from "../bridge/bindings";
import { commands, events } from "../bridge/bridge";
import { appStart } from "./app";
import { installations } from "./installations";
import { overviewKey, settingsKey, topicKey } from "./keys";

const healthKey = ["health"] as const;

/** How each source of the current installation stands. */
export const health = () =>
  queryOptions({ queryKey: healthKey, queryFn: () => commands.healthRead() });

/**
 * Asks again whenever a source begins or ceases to answer, and asks anew for what was read of a source
 * that answers again; gives the way to stop.
 */
export function listenToHealth(client: QueryClient): () => void {
  const listening = events.healthChanged.listen(() => void readHealth(client));
  const leave = listenToRecovery(client);
  return () => {
    leave();
    void listening.then((stop) => stop());
  };
}

/** Tries the sources again, now. */
export async function retrySources(client: QueryClient): Promise<void> {
  await commands.healthRetry();
  await readHealth(client);
}

async function readHealth(client: QueryClient): Promise<void> {
  await client.fetchQuery({ ...health(), staleTime: 0 }).catch(() => null);
  // Which host answers is news of the same kind.
  void client.invalidateQueries({ queryKey: installations().queryKey, exact: true });
}

/** What is read of the sources, and of the database that most of them are in. */
const ofSources = [topicKey("customerUsers"), topicKey("customers"), overviewKey, settingsKey];

/** Compares what is known of the sources with what was known, whoever read it: a view that opens does so too. */
function listenToRecovery(client: QueryClient): () => void {
  let before: readonly SourceHealthView[] = [];
  return client.getQueryCache().subscribe(({ type, query }) => {
    if (type !== "updated" || query.queryKey[0] !== healthKey[0]) return;
    const now = client.getQueryData(health().queryKey);
    if (!now || now === before) return;
    askWhatCanBeWritten(client, now);
    const recovered = hasRecovered(before, now);
    before = now;
    if (!recovered) return;
    for (const queryKey of ofSources) void client.invalidateQueries({ queryKey });
  });
}

/** What an account may do is found out once a server answers, after the window has opened. */
function askWhatCanBeWritten(client: QueryClient, now: readonly SourceHealthView[]): void {
  const app = client.getQueryData(appStart().queryKey);
  const readers = new Set(now.filter((one) => one.mayOnlyRead).map((one) => one.id));
  const known = [...(app?.sources ?? []), ...(app?.customerSources ?? [])];
  const isNews = known.some(({ id, writable, mayOnlyRead }) =>
    readers.has(id) ? writable : mayOnlyRead,
  );
  if (isNews) void client.invalidateQueries({ queryKey: appStart().queryKey, exact: true });
}

function hasRecovered(before: readonly SourceHealthView[], now: readonly SourceHealthView[]) {
  const failed = new Set(before.filter((one) => one.state === "failing").map((one) => one.id));
  return now.some((one) => one.state === "answering" && failed.has(one.id));
}
