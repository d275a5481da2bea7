import type { AppView, WhyNot } from "../bridge/bindings";

type Source = { id: string; writable: boolean; mayOnlyRead: boolean };

/** Why nothing can be written to any of these sources; `null` if it can. */
export function whyNotIn({ whyNot }: AppView, sources: readonly Source[]): WhyNot | null {
  if (whyNot) return whyNot;
  if (sources.some((source) => source.writable)) return null;
  return sources.some((source) => source.mayOnlyRead) ? "readOnlyAccount" : "readOnlySources";
}

/** Why the records of one source cannot be changed; `null` if they can. */
export function whyNotOf(app: AppView, sources: readonly Source[], id: string): WhyNot | null {
  return whyNotIn(
    app,
    sources.filter((source) => source.id === id),
  );
}
