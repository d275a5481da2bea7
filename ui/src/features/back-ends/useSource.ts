import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useLeaveGuard } from "../../api/formsGuard";
import { useWaitingDraft } from "../../api/formsTrip";
import { checkSource, saveSource, testSource } from "../../api/sources";
import type {
  CommandError,
  SourceFindingView,
  SourceForm,
  SourceTestView,
} from "../../bridge/bindings";
import { toCommandError } from "../../bridge/errors";
import { draftOf, formOf, type SourceDraft, toldFindings } from "./sourceDraft";
import {
  type OwnDatabase,
  provenDatabase,
  type SecretStanding,
  secretStanding,
} from "./sourceSecret";
import { useArranging } from "./useArranging";

/** How long typing has to rest before the form is checked. */
const rest = 150;

/** What a test read, and with which settings. */
export type SourceTried = { with: string; outcome: SourceTestView | { error: CommandError } };

type Start = { first: SourceForm; isNew: boolean; onSaved: () => void };

/** A source being edited, checked, tried and kept. */
export function useSource({ first, isNew, onSaved }: Start) {
  const client = useQueryClient();
  const [opened] = useState(() => draftOf(first));
  const key = isNew ? `source:new ${first.kind}` : `source:${first.id}`;
  const [draft, setDraft] = useState(useWaitingDraft(key, opened));
  const [answer, setAnswer] = useState<readonly SourceFindingView[]>([]);
  const [proven, setProven] = useState<OwnDatabase | null>(null);
  const [wasTried, setWasTried] = useState(!isNew);
  const [tried, setTried] = useState<SourceTried | null>(null);
  const [isTesting, setIsTesting] = useState(false);
  const [isSaving, setIsSaving] = useState(false);
  const [isSaved, setIsSaved] = useState(false);
  const [error, setError] = useState<CommandError | null>(null);
  const onItsWay = useRef(false);

  const sent = formOf(draft);
  const text = JSON.stringify(sent);
  const changed = text !== JSON.stringify(formOf(opened));
  const guard = useLeaveGuard(changed && !isSaved, draft, key);

  useEffect(() => {
    let isCurrent = true;
    const timer = setTimeout(async () => {
      // A check that fails says nothing: the save meets the same trouble and words it.
      const checked = formOf(draft);
      const findings = await checkSource(checked).catch(() => null);
      if (!isCurrent || !findings) return;
      setAnswer(findings);
      setProven((before) => provenDatabase(checked, findings) ?? before);
    }, rest);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [draft]);

  /** Tries the settings; answers with the findings that stood against it, such as a missing password. */
  async function test(): Promise<readonly SourceFindingView[]> {
    if (onItsWay.current) return [];
    onItsWay.current = true;
    setIsTesting(true);
    try {
      const findings = await checkSource(sent);
      setAnswer(findings);
      setWasTried(true);
      if (findings.length > 0) return findings;
      setTried({ with: text, outcome: await testSource(sent) });
    } catch (thrown) {
      setTried({ with: text, outcome: { error: toCommandError(thrown) } });
    } finally {
      onItsWay.current = false;
      setIsTesting(false);
    }
    return [];
  }

  /** Saves; answers with the findings that stood against it. */
  async function save(): Promise<readonly SourceFindingView[]> {
    if (onItsWay.current) return [];
    onItsWay.current = true;
    setIsSaving(true);
    setError(null);
    setWasTried(true);
    try {
      const { saved, findings } = await saveSource(client, sent);
      if (!saved) {
        setAnswer(findings);
        return findings;
      }
      setIsSaved(true);
      guard.release();
      onSaved();
    } catch (thrown) {
      setError(toCommandError(thrown));
    } finally {
      onItsWay.current = false;
      setIsSaving(false);
    }
    return [];
  }

  // The same from one drawing to the next: typing in one field draws no other one anew.
  const change = useCallback(
    (make: (before: SourceDraft) => Partial<SourceDraft>) =>
      setDraft((before) => ({ ...before, ...make(before) })),
    [],
  );
  const changeKey = useCallback(
    (key: string, value: string) =>
      change(({ form }) => ({
        form: {
          ...form,
          keys: form.keys.map((one) => (one.key === key ? { ...one, value } : one)),
        },
      })),
    [change],
  );

  useArranging(draft, change);

  // One object as long as it says the same: fields are drawn anew only for news.
  const standing = JSON.stringify(secretStanding(draft.form, answer, proven));
  const secret = useMemo((): SecretStanding => JSON.parse(standing), [standing]);

  return {
    draft,
    secret,
    change,
    changeKey,
    findings: toldFindings(answer, draft, wasTried),
    guard,
    error,
    tried,
    isOutdated: tried !== null && tried.with !== text,
    isTesting,
    isSaving,
    test,
    save,
  };
}

export type EditedSource = ReturnType<typeof useSource>;
