import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { commands, events } from "../bridge/bridge";
import { heldDrafts, parkDraft } from "../lib/dirty";
import { appStart } from "./app";
import { switchInstallation } from "./installations";

/** What is put aside while Deskbook is locked. */
type PutAside = {
  /** The installation that the forms belong to. */
  installation: string;
  /** Where the window was. */
  href: string;
  drafts: [key: string, draft: unknown][];
};

/** Locks: what is being typed is put aside, and the process ends. */
export async function lockNow(client: QueryClient, href: string): Promise<void> {
  const drafts = heldDrafts();
  const installation = client.getQueryData(appStart().queryKey)?.installation.id ?? "";
  const aside: PutAside = { installation, href, drafts };
  await commands.appLock(drafts.length === 0 ? null : JSON.stringify(aside));
}

/**
 * Gives the forms back what was put aside, once after the start; the answer is where the window was. What
 * cannot be read is lost, but never keeps anybody out.
 */
export const restoredPlace = (client: QueryClient) =>
  queryOptions({
    queryKey: ["app", "drafts"],
    queryFn: async () => {
      const aside = readAside(await commands.draftsTake().catch(() => null));
      if (!aside) return null;
      const { installation, href, drafts } = aside;
      const current = client.getQueryData(appStart().queryKey)?.installation.id;
      if (installation !== current) await switchInstallation(client, installation).catch(() => {});
      for (const [key, draft] of drafts) parkDraft(key, draft);
      return href;
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

function readAside(text: string | null): PutAside | null {
  if (text === null) return null;
  try {
    const { installation, href, drafts } = JSON.parse(text) as Partial<PutAside>;
    if (typeof href !== "string" || !Array.isArray(drafts)) return null;
    return { installation: installation ?? "", href, drafts };
  } catch {
    return null;
  }
}

/** Hears when the system wants Deskbook to be locked; gives the way to stop. */
export function listenToLockWanted(onWanted: () => void): () => void {
  const listening = events.lockWanted.listen(onWanted);
  return () => void listening.then((stop) => stop());
}
