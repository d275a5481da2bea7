import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { health } from "../api/health";
import { sources } from "../api/sources";
import type { SourceHealthView } from "../bridge/bindings";
import { type Format, useFormat } from "../i18n/format";
import { failingWords } from "../i18n/sourceWords";
import { Dot } from "../kit/Pill";
import { Popover } from "../kit/Popover";
import { StatusButton } from "../kit/StatusButton";
import { useMediaQuery } from "../lib/useMediaQuery";
import styles from "./StatusBar.module.css";
import { SourceHealth } from "./StatusSource";

/** How each source of the installation stands; many of them in one entry. */
export function StatusSources() {
  const { t } = useTranslation();
  const format = useFormat();
  const isWide = useMediaQuery("(min-width: 1200px)");
  const { data: asked, error } = useQuery(health());
  const { data: known } = useQuery(sources());
  const data = asked?.map((source) => {
    const kind = known?.find(({ id }) => id === source.id)?.kind;
    const name = source.name || source.id;
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
              <SourceDot state={source.state} />
              <span className={styles.source}>{sourceWords(t, format, source)}</span>
            </StatusButton>
          }
        >
          <SourceHealth source={source} />
        </Popover>
      ))}
    </>
  );
}

function AllSources({ all }: { all: readonly SourceHealthView[] }) {
  const { t } = useTranslation();
  const failing = all.filter((source) => source.state === "failing");
  const others = all.filter((source) => source.state !== "failing");
  const total = t("sourceStatus.sources", { count: all.length });
  return (
    <Popover
      label={t("sourceStatus.label")}
      placement="top start"
      trigger={
        <StatusButton>
          <SourceDot state={worstOf(all)} />
          <span className={styles.source}>
            {failing.length > 0
              ? t("sourceStatus.without", { count: failing.length, sources: total })
              : total}
          </span>
        </StatusButton>
      }
    >
      {[...failing, ...others].map((source) => (
        <SourceHealth key={source.id} source={source} />
      ))}
    </Popover>
  );
}

/** Of several sources the state that matters most: one nobody asked yet is not said to answer. */
function worstOf(all: readonly SourceHealthView[]): SourceHealthView["state"] {
  const states = new Set(all.map(({ state }) => state));
  if (states.has("failing")) return "failing";
  return states.has("unknown") ? "unknown" : "answering";
}

/** What a source is called. */
function nameOf(source: Pick<SourceHealthView, "id" | "name">): string {
  return source.name || source.id;
}

function SourceDot({ state }: { state: SourceHealthView["state"] }) {
  const shape = { answering: "full", failing: "ring", unknown: "half" } as const;
  const tone = { answering: styles.good, failing: styles.bad, unknown: styles.unknown };
  return (
    <span className={tone[state]}>
      <Dot shape={shape[state]} />
    </span>
  );
}

function sourceWords(t: TFunction, format: Format, source: SourceHealthView): string {
  const name = nameOf(source);
  const { state, millis, replica } = source;
  if (state === "unknown") return t("sourceStatus.unknown", { name });
  if (state === "failing") return failingWords(t, format, { ...source, name });
  if (millis === null) return t("sourceStatus.answering", { name });
  const number = format.number(millis);
  return replica
    ? t("sourceStatus.replica", { name, number })
    : t("sourceStatus.millis", { name, number });
}
