import { notifyManager, QueryClient } from "@tanstack/react-query";

// Views hear of an answer in the turn in which it comes, not in the next one: that would be a part of a frame later.
notifyManager.setScheduler(queueMicrotask);

/** The cache of what the core said. The core is on this computer: no network to wait for, no retry to hope for. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, networkMode: "always", refetchOnWindowFocus: false },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
