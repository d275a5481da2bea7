import { useQuery } from "@tanstack/react-query";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { listCuts } from "../api/cuts";
import { health } from "../api/health";
import { sources } from "../api/sources";
import type { CutView, SourceHealthView } from "../bridge/bindings";
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
  const { data: cuts } = useQuery(listCuts());
  const data = asked?.map((of): StatusOf => {
    const source = { ...of, cut: cuts.find(({ id }) => id === of.id) ?? null };
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
              <SourceDot state={stateOf(source)} />
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

/** How a source stands, and whether it gave the list in sight less than there is. */
type StatusOf = SourceHealthView & { cut: CutView | null };

function AllSources({ all }: { all: readonly StatusOf[] }) {
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

type State = SourceHealthView["state"] | "partial";

function stateOf({ state, cut }: StatusOf): State {
  return state === "answering" && cut ? "partial" : state;
}

/** Of several sources the state that matters most: one nobody asked yet is not said to answer. */
function worstOf(all: readonly StatusOf[]): State {
  const states = new Set(all.map(stateOf));
  if (states.has("failing")) return "failing";
  if (states.has("partial")) return "partial";
  return states.has("unknown") ? "unknown" : "answering";
}

/** What a source is called. */
function nameOf(source: Pick<SourceHealthView, "id" | "name">): string {
  return source.name || source.id;
}

function SourceDot({ state }: { state: State }) {
  const shape = { answering: "full", failing: "ring", partial: "half", unknown: "half" } as const;
  const tone = {
    answering: styles.good,
    failing: styles.bad,
    partial: styles.partial,
    unknown: styles.unknown,
  };
  return (
    <span className={tone[state]}>
      <Dot shape={shape[state]} />
    </span>
  );
}

function sourceWords(t: TFunction, format: Format, source: StatusOf): string {
  const name = nameOf(source);
  const { state, millis, replica } = source;
  if (state === "unknown") return t("sourceStatus.unknown", { name });
  if (state === "failing") return failingWords(t, format, { ...source, name });
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
