import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { type Format, useFormat } from "../i18n/format";
import { useSettled } from "../lib/useSettled";
import styles from "./ListSummary.module.css";
import type { ListTotal } from "./listTypes";
import { StatusSlot } from "./StatusSlot";

type SummaryProps = {
  /** `null` while nothing is known. */
  total: ListTotal | null;
  searched: boolean;
  sorted: boolean;
  /** All were found by the sound of a word. */
  heard: boolean;
  /** Sources are missing: there may be more. */
  partial: boolean;
  /** A server's limit ended the search: there are more. */
  cut: boolean;
  /** How many are not listed since another source has the same key. */
  hidden: number;
};

/** How many were found, and in which order they stand; said to screen readers whenever it changes. */
export function ListSummary({ total, ...how }: SummaryProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const words = total ? summaryOf(t, format, total, how) : "";
  return (
    <p role="status" title={words} className={styles.summary}>
      {words}
    </p>
  );
}

function summaryOf(
  t: TFunction,
  format: Format,
  { kind, count }: ListTotal,
  how: Omit<SummaryProps, "total">,
): string {
  const number = format.number(count);
  if (kind === "atLeast") return t("list.countingFrom", { number });
  if (how.cut) return t("list.atLeast", { number });
  if (how.partial)
    return t(how.searched ? "list.foundPartly" : "list.entriesPartly", { count, number });
  if (how.hidden > 0) {
    return t("list.entriesHidden", { count, number, hidden: format.number(how.hidden) });
  }
  if (how.sorted)
    return t(how.searched ? "list.foundSorted" : "list.entriesSorted", { count, number });
  if (how.searched) return t(how.heard ? "list.foundBySound" : "list.foundBest", { count, number });
  return t("list.foundByName", { count, number });
}

/** How long what is said in the status bar must stand to be said, in milliseconds. */
const settleFor = 100;

/**
 * Which rows of how many are in sight, in the status bar. It follows the rows: where no graphics card is, what
 * changes at two ends of the window is painted with all that lies in between.
 */
export function SightStatus(props: { total: ListTotal; first: number; last: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const last = Math.min(props.last + 1, props.total.count);
  const total = format.number(props.total.count);
  const numbers = { first: format.number(props.first + 1), last: format.number(last), total };
  const isExact = props.total.kind === "exact";
  const words = isExact ? t("list.sight", numbers) : t("list.sightOfMore", numbers);
  return <StatusSlot>{useSettled(words, settleFor)}</StatusSlot>;
}
