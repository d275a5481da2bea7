import { useState } from "react";
import { showRecoveryCode } from "../../api/security";

/** The recovery code as long as it is looked at: it stays in no cache. */
export function useRecoveryCode() {
  const [groups, setGroups] = useState<readonly string[] | null>(null);
  const [error, setError] = useState<unknown>(null);

  async function show() {
    setError(null);
    try {
      setGroups(await showRecoveryCode());
    } catch (thrown) {
      setError(thrown);
    }
  }

  return { groups, error, show, close: () => setGroups(null) };
}
