/** Where a term matched, in UTF-16 units of the text. */
export type Span = { start: number; end: number };

/** A text with what matched put forward. Spans may overlap and need not be in order. */
export function Marked({ text, spans }: { text: string; spans: readonly Span[] }) {
  return (
    <>
      {cut(text, spans).map((part) =>
        part.marked ? <mark key={part.start}>{part.text}</mark> : part.text,
      )}
    </>
  );
}

type Part = { start: number; text: string; marked: boolean };

/** The text in pieces, marked and unmarked by turns. */
function cut(text: string, spans: readonly Span[]): Part[] {
  const parts: Part[] = [];
  const push = (start: number, end: number, marked: boolean) => {
    if (end > start) parts.push({ start, text: text.slice(start, end), marked });
  };
  let position = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const start = Math.max(span.start, position);
    const end = Math.min(span.end, text.length);
    if (end <= start) continue;
    push(position, start, false);
    push(start, end, true);
    position = end;
  }
  push(position, text.length, false);
  return parts;
}
