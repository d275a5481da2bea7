import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { mirror, mirrorWork } from "../../api/mirror";

/** The mirror of an installation, and what can be done for it. */
export function useMirror(installation: string) {
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(mirror(installation));
  const [failure, setFailure] = useState<unknown>(null);
  const work = mirrorWork(installation);

  /** Does something; what is in sight follows. Tells whether it was done. */
  async function act(what: (it: typeof work) => Promise<unknown>): Promise<boolean> {
    setFailure(null);
    try {
      await what(work);
      return true;
    } catch (thrown) {
      setFailure(thrown);
      return false;
    } finally {
      void client.invalidateQueries({ queryKey: mirror(installation).queryKey });
    }
  }

  return { data, error, refetch: () => void refetch(), failure, act };
}

export type MirrorAct = ReturnType<typeof useMirror>["act"];
