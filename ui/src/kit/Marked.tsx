import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { type MarkedText, markedParts, type Span } from "../lib/marks";

/** A text with what matched put forward. Spans may overlap and need not be in order. */
export function Marked({ text, spans }: { text: string; spans: readonly Span[] }) {
  return <>{markedNodes(text, spans)}</>;
}

/** Plain elements: lists draw hundreds of them with each letter, and a component would take its time for each. */
function markedNodes(text: string, spans: readonly Span[]): ReactNode {
  if (spans.length === 0) return text;
  return markedParts(text, spans).map((part) => {
    if (part.kind === null) return part.text;
    if (part.kind === "soundsLike") return <SoundsLike key={part.start} text={part.text} />;
    return <mark key={part.start}>{part.text}</mark>;
  });
}

function SoundsLike({ text }: { text: string }) {
  const { t } = useTranslation();
  return (
    <mark data-kind="soundsLike" title={t("list.soundsLike")}>
      {text}
    </mark>
  );
}

/** A text of a list, cut where there is no room; the whole of it is in the tooltip and in the detail. */
export function ListText({ text, spans, title }: MarkedText) {
  return <span title={title}>{markedNodes(text, spans)}</span>;
}
