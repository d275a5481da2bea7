import { useTranslation } from "react-i18next";
import type { TestStep, TestStepView } from "../../bridge/bindings";
import { ErrorNote } from "../../kit/ErrorNote";
import { Panel } from "../../kit/Panel";
import { Pill } from "../../kit/Pill";
import { PassedOver, TestSteps, TestStepsState } from "../../kit/TestSteps";
import { ConnectFound } from "./ConnectFound";
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
        <TestSteps
          steps={(view?.steps ?? untried).map(({ step, ...rest }) => ({
            ...rest,
            name: t(`installations.test.step.${step}`),
          }))}
          isTesting={isTesting}
          statementOf={(error) => statementAgainst(error.code, about, error.params.table)}
        />
      )}
      {view ? <PassedOver hosts={view.passedOver} /> : null}
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
  return <TestStepsState steps={tried.outcome.view.steps} />;
}
