import { CircleCheck, CircleDashed, CircleX } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type {
  ModuleOutcomeView,
  SignInFailureView,
  SignInStep,
  TestedModuleView,
} from "../../bridge/bindings";
import { errorWords } from "../../i18n/errorWords";
import { ServerWords } from "../../kit/ServerWords";
import { classNames } from "../../lib/classNames";
import styles from "./TestLogin.module.css";

/** The modules of the sign-in, what each says, and the step at which a directory said no. */
export function TestLoginModules({ modules }: { modules: readonly TestedModuleView[] }) {
  const { t } = useTranslation();
  return (
    <section aria-label={t("loginTest.modules")} className={styles.modules}>
      <h3 className={styles.what}>{t("loginTest.modules")}</h3>
      <ol>
        {modules.map(({ number, outcome }) => (
          <li key={number} className={styles.module}>
            <p>
              <code className={styles.code}>Customer::AuthModule{number || ""}</code>{" "}
              {titleOf(outcome)}
            </p>
            <Outcome outcome={outcome} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** Where a module asks, as far as there is a name for it. */
function titleOf(outcome: ModuleOutcomeView): string {
  if (outcome.kind === "directory") return outcome.host;
  return outcome.kind === "cannotAsk" ? outcome.program : "";
}

function Outcome({ outcome }: { outcome: ModuleOutcomeView }) {
  const { t } = useTranslation();
  switch (outcome.kind) {
    case "stored":
      return (
        <Line state={outcome.verdict === "right" ? "passed" : "failed"}>
          {t(`loginTest.storedVerdict.${outcome.verdict}`)}
        </Line>
      );
    case "directory":
      return <Steps steps={outcome.steps} failure={outcome.failure} />;
    case "empty":
      return <Line state="failed">{t("loginTest.outcome.empty")}</Line>;
    case "cannotAsk":
      return <Line state="skipped">{t(`loginTest.cannotAsk.${outcome.why}`)}</Line>;
    case "notReached":
      return <Line state="skipped">{t("loginTest.outcome.notReached")}</Line>;
  }
}

type StepsProps = { steps: readonly SignInStep[]; failure: SignInFailureView | null };

function Steps({ steps, failure }: StepsProps) {
  const { t } = useTranslation();
  const failedAt = failure ? steps.indexOf(failure.step) : steps.length;
  return (
    <ul>
      {steps.map((step, at) => {
        const state = at < failedAt ? "passed" : at === failedAt ? "failed" : "skipped";
        return (
          <li key={step}>
            <Line state={state}>{t(`loginTest.step.${step}`)}</Line>
            {failure && state === "failed" ? <Failure failure={failure} /> : null}
          </li>
        );
      })}
    </ul>
  );
}

/** Why a step failed, and what to do about it. */
function Failure({ failure }: { failure: SignInFailureView }) {
  const { t } = useTranslation();
  const { step, reason } = failure;
  if (reason.kind === "server") {
    const words = errorWords(t, reason.error);
    return (
      <div className={styles.reason}>
        <p className={styles.what}>{words.what}</p>
        <ServerWords words={words.server} />
        <p>{t(`loginTest.serverTodo.${step}`)}</p>
      </div>
    );
  }
  const of = reason.kind === "refused" ? reason.refusal : reason.kind;
  return (
    <div className={styles.reason}>
      <p className={styles.what}>{t(`loginTest.reason.${of}.what`)}</p>
      <ServerWords words={reason.kind === "refused" ? reason.words || null : null} />
      <p>{t(`loginTest.reason.${of}.todo`)}</p>
    </div>
  );
}

type LineProps = { state: "passed" | "failed" | "skipped"; children: ReactNode };

const icons = { passed: CircleCheck, failed: CircleX, skipped: CircleDashed };

function Line({ state, children }: LineProps) {
  const { t } = useTranslation();
  const Icon = icons[state];
  return (
    <p className={classNames(styles.step, styles[state])}>
      <Icon role="img" aria-label={t(`loginTest.state.${state}`)} />
      <span>{children}</span>
    </p>
  );
}
