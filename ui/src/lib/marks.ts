import type { MarkKind, MarkView } from "../bridge/bindings";

/** Where a term matched, in UTF-16 units of the text, and whether it only sounds like it. */
export type Span = { start: number; end: number; kind?: MarkKind };

/** A piece of a text; `kind` is `null` where nothing matched. */
export type Part = { start: number; text: string; kind: MarkKind | null };

/** A text as a list shows it, with what matched; `title` is the whole of it. */
export type MarkedText = { text: string; spans: readonly Span[]; title: string };

/** What the rows of all lists of records have. */
export type MarkedRow = {
  values: { [variable: string]: string };
  marks: readonly MarkView[];
};

/** The text in pieces, marked and unmarked by turns. Spans may overlap and need not be in order. */
export function markedParts(text: string, spans: readonly Span[]): Part[] {
  const parts: Part[] = [];
  const push = (start: number, end: number, kind: MarkKind | null) => {
    if (end > start) parts.push({ start, text: text.slice(start, end), kind });
  };
  let position = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const start = Math.max(span.start, position);
    const end = Math.min(span.end, text.length);
    if (end <= start) continue;
    push(position, start, null);
    push(start, end, span.kind ?? "found");
    position = end;
  }
  push(position, text.length, null);
  return parts;
}

/** Where the term occurs in a field. */
export function marksIn(row: MarkedRow, variable: string): Span[] {
  return row.marks.filter((mark) => mark.var === variable);
}

/** A field's value, with what matched. */
export function fieldText(row: MarkedRow, variable: string): MarkedText {
  const text = row.values[variable] ?? "";
  return { text, spans: marksIn(row, variable), title: text };
}
