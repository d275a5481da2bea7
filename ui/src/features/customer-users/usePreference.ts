import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { useStaleCaches } from "../../api/caches";
import { setPreference } from "../../api/customerUsers";
import { useSigned } from "../../api/questions";
import { useUndoOffer } from "../../api/undo";
import type { CommandError } from "../../bridge/bindings";
import { toCommandError } from "../../bridge/errors";

/** A preference as it shall be, and as it was; `null` where there is none. */
type PreferenceChange = { key: string; value: string | null; was: string | null };

/** The way to store a preference or to take it away, and to take that back. */
export function usePreference(login: string) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const signed = useSigned();
  const tellStale = useStaleCaches();
  const offerUndo = useUndoOffer();
  const [isSending, setIsSending] = useState(false);
  const [error, setError] = useState<CommandError | null>(null);

  const store = (key: string, value: string | null) =>
    signed(() => setPreference(client, login, key, value)).then(tellStale);

  /** Whether it is stored. */
  async function send({ key, value, was }: PreferenceChange): Promise<boolean> {
    setIsSending(true);
    setError(null);
    try {
      await store(key, value);
    } catch (thrown) {
      setError(toCommandError(thrown));
      return false;
    } finally {
      setIsSending(false);
    }
    offerUndo({
      text: t(value === null ? "preferenceEdit.removed" : "preferenceEdit.saved", { key }),
      done: t("preferenceEdit.undone", { key }),
      fields: [],
      run: async () => {
        await store(key, was);
        return { kind: "undone" };
      },
    });
    return true;
  }

  return { isSending, error, send };
}
