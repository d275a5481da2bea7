import { Pause, Play, RefreshCw } from "lucide-react";
import { useTranslation } from "react-i18next";
import { withMirror } from "../../api/mirror";
import type { InstallationView, MirrorView } from "../../bridge/bindings";
import { installationName } from "../../i18n/installationWords";
import { Button } from "../../kit/Button";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorNote } from "../../kit/ErrorNote";
import { Page } from "../../kit/Page";
import { Waiting } from "../../kit/Waiting";
import styles from "./Mirror.module.css";
import { MirrorSettings } from "./Settings";
import { MirrorSource } from "./Source";
import { type MirrorAct, useMirror } from "./useMirror";

/** The mirror of an installation: how each source of it stands, and what is done for it. */
export function MirrorPage({ installation }: { installation: InstallationView }) {
  const { t } = useTranslation();
  const { data, error, refetch, failure, act } = useMirror(installation.id);
  const name = installationName(t, installation);
  return (
    <Page
      where={name}
      title={t("mirror.title")}
      text={t("mirror.text")}
      actions={data?.on ? <Ways view={data} act={act} /> : null}
    >
      {error ? <ErrorNote error={error} onRetry={refetch} /> : null}
      {failure ? <ErrorNote error={failure} /> : null}
      {!error && data === undefined ? <Waiting /> : null}
      {data === null ? (
        <EmptyState title={t("mirror.local.title")} text={t("mirror.local.text")} />
      ) : null}
      {data && !data.on ? <Off view={data} act={act} /> : null}
      {data?.on ? <On view={data} act={act} /> : null}
    </Page>
  );
}

type Props = { view: MirrorView; act: MirrorAct };

function Ways({ view, act }: Props) {
  const { t } = useTranslation();
  return (
    <div className={styles.ways}>
      {view.paused ? (
        <Button icon={<Play aria-hidden="true" />} onPress={() => void act((it) => it.resume())}>
          {t("mirror.resume")}
        </Button>
      ) : (
        <Button icon={<Pause aria-hidden="true" />} onPress={() => void act((it) => it.pause())}>
          {t("mirror.pause")}
        </Button>
      )}
      <Button
        variant="primary"
        icon={<RefreshCw aria-hidden="true" />}
        onPress={() => void act((it) => it.sync(null))}
      >
        {t("mirror.syncAll")}
      </Button>
    </div>
  );
}

function On({ view, act }: Props) {
  const { t } = useTranslation();
  return (
    <>
      {view.error ? (
        <ErrorNote error={view.error} onRetry={() => void act((it) => it.sync(null))} />
      ) : null}
      {view.paused ? <p role="status">{t("mirror.paused")}</p> : null}
      {view.sources.length === 0 ? (
        <EmptyState title={t("mirror.nothing.title")} text={t("mirror.nothing.text")} />
      ) : null}
      {view.sources.map((source) => (
        <MirrorSource key={source.id} view={view} source={source} act={act} />
      ))}
      <MirrorSettings
        key={`${view.intervalMinutes} ${view.retentionDays} ${view.country} ${view.photos}`}
        view={view}
        act={act}
      />
    </>
  );
}

function Off({ view, act }: Props) {
  const { t } = useTranslation();
  const turnOn = () => void act((it) => it.save(withMirror(view, { on: true })));
  return (
    <EmptyState title={t("mirror.off.title")} text={t("mirror.off.text")}>
      <Button variant="primary" onPress={turnOn}>
        {t("mirror.off.turnOn")}
      </Button>
    </EmptyState>
  );
}
