import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { retrySources } from "../api/health";
import type { CutView, SourceHealthView } from "../bridge/bindings";
import { errorWords } from "../i18n/errorWords";
import { useFormat } from "../i18n/format";
import { failureKind, standingWords } from "../i18n/sourceWords";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { CutRemedy } from "../kit/CutNote";
import { LoginWaysOut } from "../kit/LoginWays";
import { Pill } from "../kit/Pill";
import { ServerWords } from "../kit/ServerWords";
import styles from "./StatusSource.module.css";

/** How a source stands, also with the list in sight: whether it gave less than there is, or keeps it waiting. */
export type SourceInSight = SourceHealthView & { cut: CutView | null; isSlow: boolean };

export type SourceState = SourceHealthView["state"] | "slow" | "partial";

/** What matters most of how a source stands. */
export function stateOf({ state, cut, isSlow }: SourceInSight): SourceState {
  if (state === "failing") return state;
  if (isSlow) return "slow";
  return state === "answering" && cut ? "partial" : state;
}

/** How one source stands, why, and what can be done about it. */
export function SourceHealth({ source }: { source: SourceInSight }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { millis, since, replica, mayOnlyRead, error, cut } = source;
  const state = stateOf(source);
  return (
    <section className={styles.source}>
      <h2 className={styles.name}>
        {source.name || source.id}
        {source.name ? <code className={styles.id}>{source.id}</code> : null}
        <State state={state} error={error} />
      </h2>
      {state === "unknown" ? <p>{t("sourceStatus.popover.unknown")}</p> : null}
      {state === "slow" ? (
        <>
          <p>{t("sourceStatus.popover.slow.what")}</p>
          <p>{t("sourceStatus.popover.slow.todo")}</p>
        </>
      ) : null}
      {state === "answering" || state === "partial" ? (
        <p>
          {millis === null
            ? t("sourceStatus.popover.answers")
            : t("sourceStatus.popover.answering", { number: format.number(millis) })}
        </p>
      ) : null}
      {state === "failing" ? (
        <p>
          {t(`sourceStatus.popover.failing.${failureKind(error)}`, {
            time: format.clock(since),
            date: format.date(since),
          })}
        </p>
      ) : null}
      {state === "partial" && cut ? <CutRemedy cut={cut} /> : null}
      {replica ? <p>{t("sourceStatus.popover.replica")}</p> : null}
      {mayOnlyRead ? <p>{t("sourceStatus.popover.mayOnlyRead")}</p> : null}
      {error ? <Trouble error={error} /> : null}
    </section>
  );
}

const looks = {
  answering: { tone: "good", dot: "full" },
  failing: { tone: "bad", dot: "ring" },
  slow: { tone: "warn", dot: "half" },
  partial: { tone: "warn", dot: "half" },
  unknown: { tone: "neutral", dot: "half" },
} as const;

function State({ state, error }: { state: SourceState; error: SourceHealthView["error"] }) {
  const { t } = useTranslation();
  const words =
    state === "slow" || state === "partial"
      ? t(`sourceStatus.popover.state.${state}`)
      : standingWords(t, { state, error });
  return <Pill {...looks[state]}>{words}</Pill>;
}

function Trouble({ error }: { error: NonNullable<SourceHealthView["error"]> }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [isTrying, setIsTrying] = useState(false);
  const words = errorWords(t, error);
  const retry = () => {
    setIsTrying(true);
    // What comes of it is told by the state itself.
    void retrySources(client)
      .catch(() => null)
      .finally(() => setIsTrying(false));
  };
  return (
    <div className={styles.trouble}>
      <p className={styles.what}>{words.what}</p>
      {words.where ? <p className={styles.where}>{words.where}</p> : null}
      <ServerWords words={words.server} />
      <p>{words.todo}</p>
      <div className={styles.actions}>
        <LoginWaysOut error={error} />
        <Button isDisabled={isTrying} onPress={retry}>
          {t("common.retry")}
        </Button>
        <CopyButton text={error.detail} variant="quiet">
          {t("common.copyDetails")}
        </CopyButton>
        <Button variant="quiet" onPress={() => void navigate({ to: "/back-ends" })}>
          {t("sourceStatus.popover.backEnds")}
        </Button>
      </div>
    </div>
  );
}
