import { useState } from "react";
import { useStaleCaches } from "../../api/caches";
import { saveCustomerUser } from "../../api/forms";
import { useSigned } from "../../api/questions";
import { customerUserKind } from "../../api/recordKinds";
import type {
  CommandError,
  CustomerUserSaveView,
  CustomerUserView,
  FindingView,
  PasswordRequest,
} from "../../bridge/bindings";
import { toCommandError } from "../../bridge/errors";
import type { Values } from "../../lib/dirty";

type Saved = Extract<CustomerUserSaveView, { kind: "saved" }>;

/** The way to set a password while everything else stays as it is. */
export function useSetPassword(record: CustomerUserView) {
  const signed = useSigned();
  const tellStale = useStaleCaches();
  const [isSetting, setIsSetting] = useState(false);
  const [findings, setFindings] = useState<readonly FindingView[]>([]);
  const [error, setError] = useState<CommandError | null>(null);

  const { login, source } = record;
  const send = (values: Values, password: PasswordRequest) =>
    signed(() =>
      saveCustomerUser({ ...customerUserKind.opened(login, { source, values }), password }),
    );

  /** `null` when it was not set; why is in the findings or the error. */
  async function set(password: PasswordRequest): Promise<Saved | null> {
    setIsSetting(true);
    setFindings([]);
    setError(null);
    try {
      let answer = await send(record.values, password);
      // What somebody else changed meanwhile stays theirs: this is about the password alone.
      while (answer?.kind === "conflict") answer = await send(answer.theirs, password);
      if (!answer) return null;
      if (answer.kind === "saved") {
        tellStale(answer.staleCaches);
        return answer;
      }
      setFindings(answer.findings);
    } catch (thrown) {
      setError(toCommandError(thrown));
    } finally {
      setIsSetting(false);
    }
    return null;
  }

  return { isSetting, findings, error, set };
}
