import type { MarkView, OrderRequest, Tier } from "./bindings";
import type { FakeRecord } from "./fakeRecords";

/** One hit: the record, why it is in the list, and how well it fits. */
export type Hit = { record: FakeRecord; marks: MarkView[]; tier: Tier | null };

const tierRank: Readonly<Record<Tier, number>> = { exact: 0, prefix: 1, substring: 2 };

/** Finds the records in which each part of the term, divided by `+`, occurs in one of the fields. */
export function findRecords(
  records: Iterable<FakeRecord>,
  fields: readonly string[],
  term: string,
  includeInvalid: boolean,
): Hit[] {
  const parts = term.replaceAll('"', "").toLowerCase().split("+");
  const words = parts.map((part) => part.trim()).filter(Boolean);
  const hits: Hit[] = [];
  for (const record of records) {
    if (!includeInvalid && record.values.ValidID !== "valid") continue;
    const hit = match(record, fields, words);
    if (hit) hits.push(hit);
  }
  return hits;
}

function match(record: FakeRecord, fields: readonly string[], words: string[]): Hit | null {
  const marks: MarkView[] = [];
  let best: Tier | null = null;
  for (const word of words) {
    let found = false;
    for (const name of fields) {
      const value = record.values[name]?.toLowerCase() ?? "";
      const start = value.indexOf(word);
      if (start < 0) continue;
      found = true;
      marks.push({ var: name, start, end: start + word.length, kind: "found" });
      const tier: Tier = value === word ? "exact" : start === 0 ? "prefix" : "substring";
      if (best === null || tierRank[tier] < tierRank[best]) best = tier;
    }
    if (!found) return null;
  }
  return { record, marks, tier: best };
}

/** Puts hits in the wanted order, `byName` being the vars that make up the name. */
export function orderHits(hits: Hit[], order: OrderRequest, byName: readonly string[]): Hit[] {
  const collator = new Intl.Collator("de");
  const text = (hit: Hit, vars: readonly string[]) =>
    vars.map((name) => hit.record.values[name] ?? "").join(" ");
  const vars = order.kind === "field" ? [order.var] : byName;
  const turn = order.kind === "field" && order.descending ? -1 : 1;
  const rank = (hit: Hit) => (order.kind === "best" && hit.tier ? tierRank[hit.tier] : 0);
  return hits.sort(
    (a, b) => rank(a) - rank(b) || turn * collator.compare(text(a, vars), text(b, vars)),
  );
}
