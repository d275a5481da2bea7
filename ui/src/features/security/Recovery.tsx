import { useTranslation } from "react-i18next";
import type { SecurityView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { Panel } from "../../kit/Panel";
import { RecoveryDialog } from "./RecoveryDialog";
import styles from "./Security.module.css";
import { useRecoveryCode } from "./useRecoveryCode";

/** The recovery code of the local directory: whether somebody has it, and the way to have it. */
export function SecurityRecovery({ view }: { view: SecurityView }) {
  const { t } = useTranslation();
  const code = useRecoveryCode();
  return (
    <Panel title={t("security.recovery.title")}>
      <div className={styles.part}>
        <p>{t(`security.recovery.${view.recovery}`)}</p>
        {view.recovery === "open" ? (
          <div className={styles.buttons}>
            <Button onPress={() => void code.show()}>{t("security.recovery.show")}</Button>
          </div>
        ) : null}
        {code.error ? <ErrorNote error={code.error} /> : null}
      </div>
      {code.groups ? <RecoveryDialog groups={code.groups} onClose={code.close} /> : null}
    </Panel>
  );
}
