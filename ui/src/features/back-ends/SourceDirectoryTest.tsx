import { useTranslation } from "react-i18next";
import type { DirectoryTestView } from "../../bridge/bindings";
import { LoginWaysContext } from "../../kit/LoginWays";
import { PassedOver, TestSteps } from "../../kit/TestSteps";
import styles from "./SourceTest.module.css";

type Props = { directory: DirectoryTestView; isTesting: boolean };

/** The way into a directory, step by step, and the servers that were named or left out on it. */
export function DirectoryTest({ directory, isTesting }: Props) {
  const { t } = useTranslation();
  const { steps, referrals, passedOver } = directory;
  return (
    // The password stands in this very form.
    <LoginWaysContext value={null}>
      <TestSteps
        steps={steps.map(({ step, ...rest }) => ({
          ...rest,
          name: t(`backEnds.form.test.step.${step}`),
        }))}
        isTesting={isTesting}
        statementOf={() => null}
      />
      <PassedOver hosts={passedOver} />
      {referrals.length > 0 ? (
        <section aria-label={t("backEnds.form.test.referrals")} className={styles.indexes}>
          <p>{t("backEnds.form.test.referrals")}</p>
          <ul>
            {referrals.map((referral) => (
              <li key={referral}>
                <code className={styles.key}>{referral}</code>
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </LoginWaysContext>
  );
}
