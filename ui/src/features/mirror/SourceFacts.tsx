import { useTranslation } from "react-i18next";
import type { MirrorSourceView } from "../../bridge/bindings";
import { useFormat } from "../../i18n/format";
import styles from "./Mirror.module.css";

type Props = { source: MirrorSourceView; isPaused: boolean };

/** How many records there are, of when, and when they are copied again. */
export function MirrorSourceFacts({ source, isPaused }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, next, activity } = source;
  const last = state.kind === "complete" ? format.moment(state.at) : t("mirror.facts.never");
  const isAtWork = activity.kind !== "resting";
  const soon = isAtWork ? t("mirror.facts.now") : t("mirror.facts.soon");
  const due = next ? format.moment(next) : soon;
  return (
    <dl className={styles.facts}>
      <Fact label={t("mirror.facts.records")}>{format.number(source.records)}</Fact>
      <Fact label={t("mirror.facts.last")}>{last}</Fact>
      <Fact label={t("mirror.facts.next")}>{isPaused ? t("mirror.facts.paused") : due}</Fact>
    </dl>
  );
}

function Fact({ label, children }: { label: string; children: string }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
