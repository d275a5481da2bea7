import { Check, Ellipsis, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { CommandError, TestFound, TestStepState } from "../bridge/bindings";
import { errorWords } from "../i18n/errorWords";
import { useFormat } from "../i18n/format";
import { foundWords } from "../i18n/foundWords";
import { classNames } from "../lib/classNames";
import { CodeCopy } from "./CodeCopy";
import { Pill } from "./Pill";
import styles from "./TestSteps.module.css";

/** One step of a test, with its name in words. */
export type TestedStep = {
  name: string;
  state: TestStepState;
  found: TestFound;
  millis: number;
  error: CommandError | null;
};

type Props = {
  steps: readonly TestedStep[];
  isTesting: boolean;
  /** The statement that helps the server's administrator against an error; `null` where none does. */
  statementOf: (error: CommandError) => string | null;
};

/** How a test went, step by step. */
export function TestSteps({ steps, isTesting, statementOf }: Props) {
  return (
    <ol>
      {steps.map((step) => (
        <Step key={step.name} step={step} isTesting={isTesting} statementOf={statementOf} />
      ))}
    </ol>
  );
}

/** Whether a test passed, or at which step it stopped. */
export function TestStepsState({ steps }: { steps: readonly Pick<TestedStep, "state">[] }) {
  const { t } = useTranslation();
  const number = steps.findIndex((step) => step.state === "failed") + 1;
  if (number === 0) {
    return (
      <Pill tone="good" dot="full">
        {t("installations.test.passed")}
      </Pill>
    );
  }
  return (
    <Pill tone="bad" dot="ring">
      {t("installations.test.stopped", { number })}
    </Pill>
  );
}

const icons = { passed: <Check />, failed: <X />, notTried: <Ellipsis /> };

type StepProps = Omit<Props, "steps"> & { step: TestedStep };

function Step({ step, isTesting, statementOf }: StepProps) {
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
      <span className={styles.name}>{step.name}</span>
      <span className={classNames(styles.words, !wasTried && styles.quiet)}>
        {wasTried ? (step.error?.params.server ?? foundWords(t, format, step.found)) : nothing}
      </span>
      <span className={styles.millis}>
        {wasTried ? t("installations.test.millis", { number: format.number(step.millis) }) : null}
      </span>
      {step.error ? <Remedy error={step.error} statement={statementOf(step.error)} /> : null}
    </li>
  );
}

/** What can be done about a failed step, by whoever sits here or by who runs the server. */
function Remedy({ error, statement }: { error: CommandError; statement: string | null }) {
  const { t } = useTranslation();
  const { what, todo } = errorWords(t, error);
  return (
    <div role="alert" className={styles.remedy}>
      <p className={styles.what}>{what}</p>
      <p>{todo}</p>
      {statement ? <CodeCopy code={statement} label={t("installations.test.statement")} /> : null}
    </div>
  );
}

/** The hosts of several that were of no use, each with its reason; nothing where there are none. */
export function PassedOver({ hosts }: { hosts: readonly CommandError[] }) {
  const { t } = useTranslation();
  if (hosts.length === 0) return null;
  return (
    <section aria-label={t("installations.test.passedOver.title")} className={styles.more}>
      <h3 className={styles.title}>{t("installations.test.passedOver.title")}</h3>
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
