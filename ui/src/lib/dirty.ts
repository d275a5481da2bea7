/** What is typed in a form, by field. */
export type Values = Record<string, string>;

/** Whether two sets of values say the same; a field that is missing is an empty one. */
export function sameValues(one: Values, other: Values): boolean {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].every((name) => (one[name] ?? "") === (other[name] ?? ""));
}

/**
 * A draft that goes on from what is stored now: over it stays only what was typed after `sent` had
 * been sent. Which record it edits is never typed.
 */
export function typedSince<Draft extends { editing: unknown; values: Values }>(
  now: Draft,
  sent: Draft,
  stored: Draft,
): Draft {
  if (now === sent) return stored;
  const parts = Object.entries(now).filter(([part, it]) => it !== sent[part as keyof Draft]);
  const typed = Object.entries(now.values).filter(([name, it]) => it !== (sent.values[name] ?? ""));
  return {
    ...stored,
    ...Object.fromEntries(parts),
    editing: stored.editing,
    values: { ...stored.values, ...Object.fromEntries(typed) },
  };
}

/**
 * Drafts that wait while their form is away, for instance during a trip to another form. They live
 * in the window's memory only and go with it.
 */
const parked = new Map<string, unknown>();

/** Puts a draft aside until the form of that key opens again. */
export function parkDraft<Draft>(key: string, draft: Draft): void {
  parked.set(key, draft);
}

/** The draft that waits under a key, if one does. */
export function parkedDraft<Draft>(key: string): Draft | undefined {
  return parked.get(key) as Draft | undefined;
}

/** Forgets the draft of a key: it is back in its form. */
export function dropDraft(key: string): void {
  parked.delete(key);
}

/** Drafts of forms that are open and differ from what is stored. */
const held = new Map<string, unknown>();

/** Tells of a draft as long as its form is open and changed; gives the way to take it back. */
export function holdDraft(key: string, draft: unknown): () => void {
  held.set(key, draft);
  return () => {
    if (held.get(key) === draft) held.delete(key);
  };
}

/** All drafts that would be lost with the window: those that wait, and those of open forms. */
export function heldDrafts(): [key: string, draft: unknown][] {
  return [...new Map([...parked, ...held])];
}
