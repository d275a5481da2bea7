import { useTranslation } from "react-i18next";
import type { AwayView } from "../bridge/bindings";
import { useFormat } from "../i18n/format";
import { Note } from "./Note";

/** Says over a list of when the rows of sources are that do not answer; nothing where all do. */
export function AwayNote({ away }: { away: readonly AwayView[] }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  if (away.length === 0) return null;
  const whole = away.filter(({ soFar }) => soFar === null);
  // Mostly all were copied in one round
  const moments = new Map<string | null, string[]>();
  for (const { id, name, asOf } of whole) {
    const moment = asOf === null ? null : format.moment(asOf);
    const names = moments.get(moment) ?? [];
    if (!names.includes(name || id)) moments.set(moment, [...names, name || id]);
  }
  const copies = [...moments].map(([moment, names]) => {
    const source = names.join(", ");
    return moment === null
      ? t("list.away.unknown", { source })
      : t("list.away.asOf", { source, moment });
  });
  const unfinished = away.flatMap(({ id, name, soFar }) =>
    soFar === null
      ? []
      : [t("list.away.soFar", { source: name || id, number: format.number(soFar) })],
  );
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  return <Note>{t("list.away.text", { copies: list.format([...copies, ...unfinished]) })}</Note>;
}
