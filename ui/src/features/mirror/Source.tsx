import { useTranslation } from "react-i18next";
import type { MirrorSourceView, MirrorView } from "../../bridge/bindings";
import { errorWords } from "../../i18n/errorWords";
import { useFormat } from "../../i18n/format";
import { Button } from "../../kit/Button";
import { Caution } from "../../kit/Caution";
import { CutRemedy } from "../../kit/CutNote";
import { Panel } from "../../kit/Panel";
import { Pill } from "../../kit/Pill";
import { Progress } from "../../kit/Progress";
import { MirrorFields } from "./Fields";
import styles from "./Mirror.module.css";
import { MirrorSourceFacts } from "./SourceFacts";
import type { MirrorAct } from "./useMirror";

type Props = { view: MirrorView; source: MirrorSourceView; act: MirrorAct };

/** The copy of a source: how it stands, what is done about it, what is mirrored of it. */
export function MirrorSource({ view, source, act }: Props) {
  const { t } = useTranslation();
  const { id, activity } = source;
  const name = source.name || id;
  const isResting = activity.kind === "resting";
  return (
    <Panel
      title={t("mirror.source.title", { name, id })}
      state={<State source={source} />}
      actions={
        isResting ? (
          <Button
            aria-label={t("mirror.source.syncNamed", { name, id })}
            onPress={() => void act((it) => it.sync(id))}
          >
            {t("mirror.source.sync")}
          </Button>
        ) : (
          <Button
            aria-label={t("mirror.source.cancelNamed", { name, id })}
            onPress={() => void act((it) => it.cancel())}
          >
            {t("mirror.source.cancel")}
          </Button>
        )
      }
    >
      <div className={styles.source}>
        <div className={styles.standing}>
          <MirrorSourceFacts source={source} isPaused={view.paused} />
          <Work source={source} />
        </div>
        <Failure source={source} />
        <Cut source={source} />
        <HeldBack source={source} act={act} />
        <MirrorFields view={view} source={source} act={act} />
      </div>
    </Panel>
  );
}

function State({ source }: { source: MirrorSourceView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { state, staleSince } = source;
  const number = format.number(source.records);
  if (staleSince && state.kind !== "empty") {
    const when = format.moment(staleSince);
    return (
      <Pill tone="warn" dot="ring">
        {t("mirror.state.stale", { when })}
      </Pill>
    );
  }
  switch (state.kind) {
    case "complete":
      return (
        <Pill tone="good" dot="full">
          {t("mirror.state.complete")}
        </Pill>
      );
    case "empty":
      return (
        <Pill tone="neutral" dot="ring">
          {t("mirror.state.empty")}
        </Pill>
      );
    default:
      return (
        <Pill tone="warn" dot="half">
          {t(`mirror.state.${state.kind}`, { number })}
        </Pill>
      );
  }
}

function Work({ source: { activity, name, id } }: { source: MirrorSourceView }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (activity.kind === "resting") return null;
  if (activity.kind === "waiting") {
    return <p className={styles.work}>{t("mirror.work.waiting")}</p>;
  }
  const { done, total, rate } = activity;
  const numbers = { done: format.number(done), rate: format.number(rate) };
  const words =
    total === null
      ? t("mirror.work.copied", numbers)
      : t("mirror.work.copiedOf", { ...numbers, total: format.number(total) });
  const label = t("mirror.work.label", { name: name || id });
  return (
    <div className={styles.work}>
      <Progress label={label} done={done} total={total} words={words} />
    </div>
  );
}

function Failure({ source: { error } }: { source: MirrorSourceView }) {
  const { t } = useTranslation();
  if (!error) return null;
  const { what, where, todo } = errorWords(t, error);
  return (
    <Caution what={t("mirror.failed.what", { what })}>
      {where ? <p>{where}</p> : null}
      <p>{todo}</p>
      <p>{t("mirror.failed.kept")}</p>
    </Caution>
  );
}

function Cut({ source }: { source: MirrorSourceView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, name, state, records, user } = source;
  if (state.kind !== "cut") return null;
  const cut = { id, name, found: records, limit: state.limit, user };
  return (
    <Caution what={t("mirror.cut.what", { number: format.number(records) })}>
      <p>{t("mirror.cut.kept")}</p>
      <CutRemedy cut={cut} />
    </Caution>
  );
}

function HeldBack({ source, act }: Pick<Props, "source" | "act">) {
  const { t } = useTranslation();
  const format = useFormat();
  const { id, name, heldBack } = source;
  if (heldBack === 0) return null;
  const number = format.number(heldBack);
  return (
    <Caution what={t("mirror.heldBack.what", { count: heldBack, number })}>
      <p>{t("mirror.heldBack.text")}</p>
      <div className={styles.yes}>
        <Button
          aria-label={t("mirror.heldBack.yesNamed", { name: name || id })}
          onPress={() => void act((it) => it.removeHeldBack(id))}
        >
          {t("mirror.heldBack.yes")}
        </Button>
      </div>
    </Caution>
  );
}
