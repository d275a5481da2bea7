import { type QueryClient, queryOptions, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import type { CutView } from "../bridge/bindings";

const none: readonly CutView[] = [];

/** Which sources gave the list in sight less than there is. The list tells it; nobody is asked. */
export const listCuts = () =>
  queryOptions({ queryKey: ["cuts"], queryFn: () => none, enabled: false, initialData: none });

/** Tells others in the window what a list knows of its sources' limits, as long as it is in sight. */
export function useTellCuts(cuts: readonly CutView[]): void {
  const client = useQueryClient();
  const text = JSON.stringify(cuts);
  useEffect(() => {
    tell(client, JSON.parse(text));
    return () => tell(client, none);
  }, [client, text]);
}

function tell(client: QueryClient, cuts: readonly CutView[]): void {
  client.setQueryData(listCuts().queryKey, cuts);
}
