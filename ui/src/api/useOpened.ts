import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import {
  type OpenSearch,
  type RecordSearch,
  type SearchTopic,
  searchGrown,
  searchOpened,
  type Wanted,
} from "./search";

/** An open search whose first rows change as sources that lag behind join it. */
export function useOpened<T extends SearchTopic>(
  of: RecordSearch<T>,
  request: Wanted,
  enabled = true,
): UseQueryResult<OpenSearch<T>> {
  const client = useQueryClient();
  const opening = searchOpened(of, request);
  const opened = useQuery({ ...opening, enabled });
  const { search = "", revision = 0, waiting = [] } = opened.data ?? {};
  const growth = useQuery({
    ...searchGrown(of, { search, revision }),
    enabled: enabled && waiting.length > 0 && !opened.isPlaceholderData,
  });
  const grown = growth.data;
  useEffect(() => {
    if (!grown) return;
    client.setQueryData(opening.queryKey, (now) =>
      now?.search === search ? { ...now, ...grown } : now,
    );
  });
  return opened;
}
