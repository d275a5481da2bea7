import { Check, Ellipsis, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CommandError, ConnectionView, TestStep, TestStepView } from "../../bridge/bindings";
import { errorWords } from "../../i18n/errorWords";
import { useFormat } from "../../i18n/format";
import { CodeCopy } from "../../kit/CodeCopy";
import { ErrorNote } from "../../kit/ErrorNote";
import { Panel } from "../../kit/Panel";
import { Pill } from "../../kit/Pill";
import { classNames } from "../../lib/classNames";
import { ConnectFound } from "./ConnectFound";
import styles from "./ConnectTest.module.css";
import { foundWords } from "./foundWords";
import { statementAgainst } from "./statements";
import type { Connect } from "./useConnect";

const steps: readonly TestStep[] = ["name", "tls", "login", "database", "tables", "settings"];

const untried: readonly TestStepView[] = steps.map((step) => ({
  step,
  state: "notTried",
  found: { kind: "nothing" },
  millis: 0,
  error: null,
}));

/** How the test of a connection went, step by step. */
export function ConnectTest({ connect, isNew }: { connect: Connect; isNew: boolean }) {
  const { t } = useTranslation();
  const { tried, isTesting, isOutdated } = connect;
  const outcome = isTesting ? null : tried?.outcome;
  const view = outcome && "view" in outcome ? outcome.view : null;
  const about = tried?.about ?? connect.connection;
  return (
    <Panel
      title={t("installations.test.title")}
      state={<State connect={connect} />}
      isOutdated={isOutdated && !isTesting}
      news={tried}
    >
      {outcome && "error" in outcome ? (
        <ErrorNote error={outcome.error} onRetry={() => void connect.test()} />
      ) : (
        <ol className={styles.steps}>
          {(view?.steps ?? untried).map((step) => (
            <Step key={step.step} step={step} about={about} isTesting={isTesting} />
          ))}
        </ol>
      )}
      {view && view.passedOver.length > 0 ? <PassedOver hosts={view.passedOver} /> : null}
      {view?.system ? <ConnectFound system={view.system} about={about} isNew={isNew} /> : null}
    </Panel>
  );
}

function State({ connect }: { connect: Connect }) {
  const { t } = useTranslation();
  const { tried, isTesting, isOutdated } = connect;
  if (isTesting) return <Pill tone="neutral">{t("installations.test.running")}</Pill>;
  if (!tried) return <Pill tone="neutral">{t("installations.test.waiting")}</Pill>;
  if (isOutdated) return <Pill tone="neutral">{t("installations.test.outdated")}</Pill>;
  if ("error" in tried.outcome) return null;
  const { passed, steps: views } = tried.outcome.view;
  if (passed) {
    return (
      <Pill tone="good" dot="full">
        {t("installations.test.passed")}
      </Pill>
    );
  }
  const number = views.findIndex((step) => step.state === "failed") + 1;
  return (
    <Pill tone="bad" dot="ring">
      {t("installations.test.stopped", { number })}
    </Pill>
  );
}

const icons = { passed: <Check />, failed: <X />, notTried: <Ellipsis /> };

type StepProps = { step: TestStepView; about: ConnectionView; isTesting: boolean };

function Step({ step, about, isTesting }: StepProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const wasTried = step.state !== "notTried";
  const nothing = isTesting
    ? t("installations.test.runningStep")
    : t("installations.test.notTried");
  return (
    <li className={styles.step}>
      <span
        role="img"
        aria-label={t(`installations.test.state.${step.state}`)}
        className={classNames(styles.icon, styles[step.state])}
      >
        {icons[step.state]}
      </span>
      <span className={styles.name}>{t(`installations.test.step.${step.step}`)}</span>
      <span className={classNames(styles.words, !wasTried && styles.quiet)}>
        {wasTried ? (step.error?.params.server ?? foundWords(t, format, step.found)) : nothing}
      </span>
      <span className={styles.millis}>
        {wasTried ? t("installations.test.millis", { number: format.number(step.millis) }) : null}
      </span>
      {step.error ? <Remedy step={step} about={about} /> : null}
    </li>
  );
}

/** The hosts of several that were of no use, each with its reason. */
function PassedOver({ hosts }: { hosts: readonly CommandError[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("installations.test.passedOver.title")} className={styles.found}>
      <h3 className={styles.product}>{t("installations.test.passedOver.title")}</h3>
      <ul>
        {hosts.map((error) => (
          <li key={error.params.host} className={styles.words}>
            {t("installations.test.passedOver.host", {
              host: error.params.host,
              what: errorWords(t, error).what,
            })}
          </li>
        ))}
      </ul>
    </section>
  );
}

/** What can be done about a failed step, by whoever sits here or by who runs the database. */
function Remedy({ step, about }: { step: TestStepView; about: ConnectionView }) {
  const { t } = useTranslation();
  const { error } = step;
  if (!error) return null;
  const { what, todo } = errorWords(t, error);
  const statement = statementAgainst(error.code, about, error.params.table);
  return (
    <div role="alert" className={styles.remedy}>
      <p className={styles.what}>{what}</p>
      <p>{todo}</p>
      {statement ? <CodeCopy code={statement} label={t("installations.test.statement")} /> : null}
    </div>
  );
}
