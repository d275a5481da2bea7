import type { AppView, BackEndKind, WhyNot } from "../bridge/bindings";

type Source = { id: string; writable: boolean; mayOnlyRead: boolean; backEnd: BackEndKind };

/** Why records cannot be changed: what the core says, or that they are from a directory. */
export type Refusal = WhyNot | "directory";

/** Why nothing can be written to any of these sources; `null` if it can. */
export function whyNotIn({ whyNot }: AppView, sources: readonly Source[]): Refusal | null {
  if (whyNot === "readOnlyInstallation") return whyNot;
  if (sources.some((source) => source.writable)) return null;
  if (sources.some((source) => source.mayOnlyRead)) return "readOnlyAccount";
  const isDirectory = sources.length > 0 && sources.every(({ backEnd }) => backEnd === "directory");
  return isDirectory ? "directory" : "readOnlySources";
}

/** Why the records of one source cannot be changed; `null` if they can. */
export function whyNotOf(app: AppView, sources: readonly Source[], id: string): Refusal | null {
  return whyNotIn(
    app,
    sources.filter((source) => source.id === id),
  );
}

/** Why a record of a source cannot be opened for editing now: what holds always, or that its server is away. */
export function whyNotNow(
  app: AppView,
  sources: readonly Source[],
  id: string,
  away: ReadonlySet<string>,
): Refusal | "away" | null {
  return whyNotOf(app, sources, id) ?? (away.has(id) ? "away" : null);
}

/** Why nothing can be added now: what holds always, or that no server that takes it answers. */
export function whyNotAdded(
  app: AppView,
  sources: readonly Source[],
  away: ReadonlySet<string>,
): Refusal | "away" | null {
  const isBack = sources.some((source) => source.writable && !away.has(source.id));
  return whyNotIn(app, sources) ?? (isBack ? null : "away");
}
