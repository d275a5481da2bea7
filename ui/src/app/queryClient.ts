import { QueryClient } from "@tanstack/react-query";

/** The cache of what the core said. The core is on this computer: no network to wait for, no retry to hope for. */
export function makeQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { retry: false, networkMode: "always", refetchOnWindowFocus: false },
      mutations: { retry: false, networkMode: "always" },
    },
  });
}
