import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { customerUserPreferences } from "../../api/customerUsers";
import type { PreferenceView } from "../../bridge/bindings";
import { usePreference } from "./usePreference";

/** What is stored under a key although the form knew nothing of it; `null` where nothing is any more. */
export type PreferenceFound = { key: string; theirs: string | null };

type Start = { login: string; stored: PreferenceView | null; onClose: () => void };

/**
 * A preference being typed. It is stored over what the form was opened with; if something else is there,
 * that is shown first, and the next save is over that.
 */
export function usePreferenceDraft({ login, stored, onClose }: Start) {
  const client = useQueryClient();
  const [key, setKey] = useState(stored?.key ?? "");
  const [value, setValue] = useState(stored?.value ?? "");
  // What the list reads anew while somebody types is not what they saw.
  const [opened] = useState(stored?.value ?? null);
  const [found, setFound] = useState<PreferenceFound | null>(null);
  const { error, isSending, send } = usePreference(login);
  const name = key.trim();
  const shown = found?.key === name ? found : null;

  async function save() {
    if (isSending) return;
    const end = await send({ key: name, value, was: shown ? shown.theirs : opened });
    if (end.kind === "saved") onClose();
    if (end.kind === "conflict") setFound({ key: name, theirs: end.theirs });
  }

  function cancel() {
    if (found) void client.invalidateQueries(customerUserPreferences(login));
    onClose();
  }

  return { key, setKey, value, setValue, found: shown, error, isSending, save, cancel };
}
