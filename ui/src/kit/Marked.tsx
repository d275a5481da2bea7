import { useTranslation } from "react-i18next";
import type { MarkKind } from "../bridge/bindings";

/** Where a term matched, in UTF-16 units of the text, and whether it only sounds like it. */
export type Span = { start: number; end: number; kind?: MarkKind };

/** A text with what matched put forward. Spans may overlap and need not be in order. */
export function Marked({ text, spans }: { text: string; spans: readonly Span[] }) {
  return (
    <>
      {cut(text, spans).map((part) =>
        part.kind ? <Mark key={part.start} text={part.text} kind={part.kind} /> : part.text,
      )}
    </>
  );
}

function Mark({ text, kind }: { text: string; kind: MarkKind }) {
  const { t } = useTranslation();
  return kind === "soundsLike" ? (
    <mark data-kind={kind} title={t("list.soundsLike")}>
      {text}
    </mark>
  ) : (
    <mark>{text}</mark>
  );
}

type Part = { start: number; text: string; kind: MarkKind | null };

/** The text in pieces, marked and unmarked by turns. */
function cut(text: string, spans: readonly Span[]): Part[] {
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
