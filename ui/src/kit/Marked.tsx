import { useTranslation } from "react-i18next";
import type { MarkKind } from "../bridge/bindings";
import { type MarkedText, markedParts, type Span } from "../lib/marks";

/** A text with what matched put forward. Spans may overlap and need not be in order. */
export function Marked({ text, spans }: { text: string; spans: readonly Span[] }) {
  return (
    <>
      {markedParts(text, spans).map((part) =>
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

/** A text of a list, cut where there is no room; the whole of it is in the tooltip and in the detail. */
export function ListText({ text, spans, title }: MarkedText) {
  return (
    <span title={title}>
      <Marked text={text} spans={spans} />
    </span>
  );
}
