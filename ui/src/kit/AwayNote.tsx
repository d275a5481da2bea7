import { useTranslation } from "react-i18next";
import type { AwayView } from "../bridge/bindings";
import { useFormat } from "../i18n/format";
import { Note } from "./Note";

/** Says over a list of when the rows of sources are that do not answer, or how many there are so far; nothing where all do. */
export function AwayNote({ away }: { away: readonly AwayView[] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  if (away.length === 0) return null;
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const copies = away.map(({ id, name, asOf, soFar }) => {
    const source = name || id;
    if (soFar !== null) return t("list.away.soFar", { source, number: format.number(soFar) });
    return asOf === null
      ? t("list.away.unknown", { source })
      : t("list.away.asOf", { source, moment: format.moment(asOf) });
  });
  return <Note>{t("list.away.text", { copies: list.format(copies) })}</Note>;
}
