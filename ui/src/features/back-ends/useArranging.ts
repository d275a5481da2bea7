import { useEffect, useEffectEvent, useRef } from "react";
import { arrangeSource } from "../../api/sources";
import type { SourceForm, SourceKeyView } from "../../bridge/bindings";
import { formOf, type SourceDraft } from "./sourceDraft";

/** How long typing has to rest before the form follows it. */
const rest = 150;

/**
 * Gives the form the keys of what stands behind the source as soon as its module names something else.
 * What was typed under a key that goes away is there again when the key comes back.
 */
export function useArranging(
  draft: SourceDraft,
  change: (make: (before: SourceDraft) => Partial<SourceDraft>) => void,
): void {
  const typed = useRef(new Map<string, SourceKeyView>());
  const module = draft.form.keys.find(({ key }) => key === "Module")?.value;
  const arrangedFor = useRef(module);

  const arrange = useEffectEvent(async (isCurrent: () => boolean) => {
    for (const key of draft.form.keys) typed.current.set(key.key, key);
    // Where it fails the form stays as it is; the check and the save meet the same trouble and word it.
    const sent = { ...formOf(draft), keys: [...typed.current.values()] };
    const arranged = await arrangeSource(sent).catch(() => null);
    if (!isCurrent() || !arranged) return;
    arrangedFor.current = module;
    change(({ form }) => ({ form: withKeysOf(form, arranged, typed.current) }));
  });

  useEffect(() => {
    if (module === arrangedFor.current) return;
    let isCurrent = true;
    const timer = setTimeout(() => void arrange(() => isCurrent), rest);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [module]);
}

/** The form with other keys: what was typed meanwhile stays, passwords too, which never come back. */
function withKeysOf(
  form: SourceForm,
  arranged: SourceForm,
  typed: ReadonlyMap<string, SourceKeyView>,
): SourceForm {
  if (arranged.backEnd === form.backEnd) return form;
  const keys = arranged.keys.map((one) => {
    const now = form.keys.find(({ key }) => key === one.key);
    const before = one.kind === "secret" ? typed.get(one.key) : undefined;
    return { ...one, value: (now ?? before ?? one).value };
  });
  return { ...form, backEnd: arranged.backEnd, keys };
}
