import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { listCuts } from "../api/cuts";
import { health } from "../api/health";
import { slowSources } from "../api/slowSources";
import { sources } from "../api/sources";
import type { SourceHealthView } from "../bridge/bindings";
import { type Format, useFormat } from "../i18n/format";
import { failingWords } from "../i18n/sourceWords";
import { Dot } from "../kit/Pill";
import { Popover } from "../kit/Popover";
import { StatusButton } from "../kit/StatusButton";
import { useMediaQuery } from "../lib/useMediaQuery";
import styles from "./StatusBar.module.css";
import { SourceHealth, type SourceInSight, type SourceState, stateOf } from "./StatusSource";

/** How each source of the installation stands; many of them in one entry. */
export function StatusSources() {
  const { t } = useTranslation();
  const format = useFormat();
  const isWide = useMediaQuery("(min-width: 1200px)");
  const { data: asked, error } = useQuery(health());
  const { data: known } = useQuery(sources());
  const { data: cuts } = useQuery(listCuts());
  const { data: slow } = useQuery(slowSources());
  const data = asked?.map((of): SourceInSight => {
    const kind = known?.find(({ id }) => id === of.id)?.kind;
    const name = nameOf(of);
    const source = {
      ...of,
      cut: cuts.find(({ id }) => id === of.id) ?? null,
      isSlow: kind === slow.topic && slow.names.includes(name),
    };
    // Shipped sources of both kinds have the same name.
    return kind === "customers"
      ? { ...source, name: t("sourceStatus.ofCustomers", { name }) }
      : source;
  });
  if (error) return <span className={styles.words}>{t("sourceStatus.failed")}</span>;
  if (!data) return null;
  if (data.length === 0) return <span className={styles.words}>{t("sourceStatus.none")}</span>;
  if (data.length > (isWide ? 4 : 2)) return <AllSources all={data} />;
  return (
    <>
      {data.map((source) => (
        <Popover
          key={source.id}
          label={nameOf(source)}
          placement="top start"
          trigger={
            <StatusButton>
              <SourceDot state={stateOf(source)} />
              <span className={styles.source} title={sourceWords(t, format, source)}>
                {sourceWords(t, format, source)}
              </span>
            </StatusButton>
          }
        >
          <SourceHealth source={source} />
        </Popover>
      ))}
    </>
  );
}

function AllSources({ all }: { all: readonly SourceInSight[] }) {
  const { t } = useTranslation();
  const worst = worstOf(all);
  const isWorst = (source: SourceInSight) => stateOf(source) === worst;
  const total = t("sourceStatus.sources", { count: all.length });
  const isTold = worst === "failing" || worst === "slow" || worst === "partial";
  return (
    <Popover
      label={t("sourceStatus.label")}
      placement="top start"
      trigger={
        <StatusButton>
          <SourceDot state={worst} />
          <span className={styles.source}>
            {isTold
              ? t(`sourceStatus.among.${worst}`, {
                  count: all.filter(isWorst).length,
                  sources: total,
                })
              : total}
          </span>
        </StatusButton>
      }
    >
      {all
        .toSorted((a, b) => Number(isWorst(b)) - Number(isWorst(a)))
        .map((source) => (
          <SourceHealth key={source.id} source={source} />
        ))}
    </Popover>
  );
}

/** Of several sources the state that matters most: one nobody asked yet is not said to answer. */
function worstOf(all: readonly SourceInSight[]): SourceState {
  const states = new Set(all.map(stateOf));
  const worst = (["failing", "slow", "partial", "unknown"] as const).find((one) => states.has(one));
  return worst ?? "answering";
}

/** What a source is called. */
function nameOf(source: Pick<SourceHealthView, "id" | "name">): string {
  return source.name || source.id;
}

function SourceDot({ state }: { state: SourceState }) {
  const shape = {
    answering: "full",
    failing: "ring",
    slow: "half",
    partial: "half",
    unknown: "half",
  } as const;
  const tone = {
    answering: styles.good,
    failing: styles.bad,
    slow: styles.warn,
    partial: styles.warn,
    unknown: styles.unknown,
  };
  return (
    <span className={tone[state]}>
      <Dot shape={shape[state]} />
    </span>
  );
}

function sourceWords(t: TFunction, format: Format, source: SourceInSight): string {
  const name = nameOf(source);
  const { millis, replica } = source;
  const state = stateOf(source);
  if (state === "unknown") return t("sourceStatus.unknown", { name });
  if (state === "failing") return failingWords(t, format, { ...source, name });
  if (state === "slow") return t("sourceStatus.slow", { name });
  if (source.cut) {
    const { found } = source.cut;
    return t("sourceStatus.partial", { name, count: found, number: format.number(found) });
  }
  if (millis === null) return t("sourceStatus.answering", { name });
  const number = format.number(millis);
  return replica
    ? t("sourceStatus.replica", { name, number })
    : t("sourceStatus.millis", { name, number });
}
