import { useTranslation } from "react-i18next";
import { ErrorNote } from "../../kit/ErrorNote";
import { Panel } from "../../kit/Panel";
import { Pill } from "../../kit/Pill";
import type { Caches } from "./useCaches";

/** How the test of a way of clearing went. */
export function CachesTest({ settings }: { settings: Caches }) {
  const { t } = useTranslation();
  const { tried, draft, faulty } = settings;
  const { kind } = draft;
  const isAtField = tried?.error != null && tried.error === faulty;
  return (
    <Panel title={t("installations.test.title")} state={<State settings={settings} />} news={tried}>
      {isAtField ? <p>{t("caches.test.atField")}</p> : null}
      {isAtField ? null : tried?.error ? (
        <ErrorNote error={tried.error} onRetry={() => void settings.test()} />
      ) : (
        <p>
          {tried && kind !== "none" ? t(`caches.test.passed.${kind}`) : t(`caches.test.${kind}`)}
        </p>
      )}
    </Panel>
  );
}

function State({ settings }: { settings: Caches }) {
  const { t } = useTranslation();
  const { tried, busy } = settings;
  if (busy === "testing") return <Pill tone="neutral">{t("installations.test.running")}</Pill>;
  if (!tried) return <Pill tone="neutral">{t("installations.test.waiting")}</Pill>;
  return tried.error ? (
    <Pill tone="bad" dot="ring">
      {t("caches.test.failedWord")}
    </Pill>
  ) : (
    <Pill tone="good" dot="full">
      {t("caches.test.passedWord")}
    </Pill>
  );
}
