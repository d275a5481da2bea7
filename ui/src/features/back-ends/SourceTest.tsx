import { Play } from "lucide-react";
import { useContext } from "react";
import { useTranslation } from "react-i18next";
import type { SourceTestView } from "../../bridge/bindings";
import { commandKey } from "../../i18n/commandKey";
import { useFormat } from "../../i18n/format";
import { Button } from "../../kit/Button";
import { CodeCopy } from "../../kit/CodeCopy";
import { ErrorNote } from "../../kit/ErrorNote";
import { LoginWaysContext } from "../../kit/LoginWays";
import { Panel } from "../../kit/Panel";
import { Pill } from "../../kit/Pill";
import { TestStepsState } from "../../kit/TestSteps";
import { DirectoryTest } from "./SourceDirectoryTest";
import styles from "./SourceTest.module.css";
import type { EditedSource } from "./useSource";

/** What the settings read, before they are saved. */
export function SourceTest({ source, onTest: run }: { source: EditedSource; onTest: () => void }) {
  const { t } = useTranslation();
  const ways = useContext(LoginWaysContext);
  const { tried, isTesting, isOutdated } = source;
  const outcome = tried?.outcome ?? null;
  return (
    <Panel
      title={t("backEnds.form.test.title")}
      state={<State source={source} />}
      isOutdated={isOutdated && !isTesting}
      news={tried}
      actions={
        <Button
          icon={<Play aria-hidden="true" />}
          shortcut={`${commandKey(t)} ⏎`}
          isDisabled={isTesting}
          onPress={run}
        >
          {tried ? t("backEnds.form.test.again") : t("backEnds.form.test.run")}
        </Button>
      }
    >
      {outcome === null ? <p className={styles.text}>{t("backEnds.form.test.text")}</p> : null}
      {outcome?.error ? (
        // A database of the source's own has its password in this very form.
        <LoginWaysContext value={outcome.error.params.source ? null : ways}>
          <ErrorNote error={outcome.error} onRetry={run} />
        </LoginWaysContext>
      ) : null}
      {outcome && "tlsMode" in outcome && !outcome.directory ? (
        <p className={styles.text}>
          {t("backEnds.form.test.encryption", {
            encryption: t(`installations.connect.tlsMode.${outcome.tlsMode}`),
          })}
        </p>
      ) : null}
      {outcome && "directory" in outcome && outcome.directory ? (
        <DirectoryTest directory={outcome.directory} isTesting={isTesting} />
      ) : null}
      {outcome && "rows" in outcome && !outcome.error ? <Read outcome={outcome} /> : null}
    </Panel>
  );
}

function State({ source }: { source: EditedSource }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { tried, isTesting, isOutdated } = source;
  if (isTesting) return <Pill tone="neutral">{t("backEnds.form.test.running")}</Pill>;
  if (!tried) return null;
  if (isOutdated) return <Pill tone="neutral">{t("backEnds.form.test.outdated")}</Pill>;
  if (tried.outcome.error || !("count" in tried.outcome)) return null;
  const { count, directory } = tried.outcome;
  if (directory) return <TestStepsState steps={directory.steps} />;
  if (count === null) return null;
  return (
    <Pill tone="good" dot="full">
      {t("backEnds.form.test.count", { count, number: format.number(count) })}
    </Pill>
  );
}

function Read({ outcome }: { outcome: SourceTestView }) {
  const { t } = useTranslation();
  const { rows, missingIndexes, directory } = outcome;
  const isCut = directory?.steps.some(({ state }) => state !== "passed");
  if (isCut) return null;
  if (rows.length === 0 && directory) {
    return <p className={styles.text}>{t("backEnds.form.test.emptyDirectory")}</p>;
  }
  if (rows.length === 0) return <p className={styles.text}>{t("backEnds.form.test.empty")}</p>;
  return (
    <>
      <p className={styles.text}>{t("backEnds.form.test.first", { number: rows.length })}</p>
      <ul className={styles.rows}>
        {rows.map((row) => (
          <li key={row.key} className={styles.row}>
            <span className={styles.name}>{row.text}</span>
            <code className={styles.key}>{row.key}</code>
          </li>
        ))}
      </ul>
      {missingIndexes.length > 0 ? (
        <div className={styles.indexes}>
          <p>{t("backEnds.form.test.index")}</p>
          {missingIndexes.map((statement) => (
            <CodeCopy key={statement} code={statement} label={t("backEnds.form.test.copyIndex")} />
          ))}
        </div>
      ) : null}
    </>
  );
}
