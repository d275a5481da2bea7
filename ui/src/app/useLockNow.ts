import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { lockNow } from "../api/locking";
import { security } from "../api/security";
import { toCommandError } from "../bridge/errors";
import { errorWords } from "../i18n/errorWords";
import { useToast } from "../kit/Toast";

/** Whether there is an app lock, and the way to lock; where there is none it leads to where one is turned on. */
export function useLockNow(): { locks: boolean; onLock: () => void } {
  const { t } = useTranslation();
  const client = useQueryClient();
  const router = useRouter();
  const navigate = useNavigate();
  const toast = useToast();
  const locks = useQuery(security()).data?.locks ?? false;

  async function lock() {
    try {
      await lockNow(client, placeWithoutSearch(router.state.location.href));
    } catch (thrown) {
      toast(t("security.failed", { what: errorWords(t, toCommandError(thrown)).what }));
    }
  }

  return {
    locks,
    onLock: () => void (locks ? lock() : navigate({ to: "/security" })),
  };
}

/** Where the window is; what was searched for on the way there is kept nowhere. */
function placeWithoutSearch(href: string): string {
  const address = new URL(href, "http://window");
  address.searchParams.delete("list");
  return `${address.pathname}${address.search}`;
}
