import { useTranslation } from "react-i18next";
import type { AwayView } from "../bridge/bindings";
import { useFormat } from "../i18n/format";
import { Note } from "./Note";

/** Says over a list of when the rows of sources are that do not answer; nothing where all do. */
export function AwayNote({ away }: { away: readonly AwayView[] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  if (away.length === 0) return null;
  // Mostly all were copied in one round
  const moments = new Map<string | null, string[]>();
  for (const { id, name, asOf } of away) {
    const moment = asOf === null ? null : format.moment(asOf);
    const names = moments.get(moment) ?? [];
    if (!names.includes(name || id)) moments.set(moment, [...names, name || id]);
  }
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const copies = [...moments].map(([moment, names]) => {
    const source = names.join(", ");
    return moment === null
      ? t("list.away.unknown", { source })
      : t("list.away.asOf", { source, moment });
  });
  return <Note>{t("list.away.text", { copies: list.format(copies) })}</Note>;
}
