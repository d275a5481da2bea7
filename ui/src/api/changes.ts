import type { QueryClient } from "@tanstack/react-query";
import { events } from "../bridge/bridge";
import { overviewKey, topicKey } from "./keys";

/** Refreshes what is shown of a topic as soon as its records change; gives the way to stop. */
export function listenToChanges(client: QueryClient): () => void {
  const listening = events.dataChanged.listen(({ payload }) => {
    for (const topic of payload.topics) {
      void client.invalidateQueries({ queryKey: topicKey(topic) });
    }
    void client.invalidateQueries({ queryKey: overviewKey });
  });
  return () => void listening.then((stop) => stop());
}
