import { useQuery } from "@tanstack/react-query";
import { ShieldAlert } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { overview } from "../../api/app";
import { security } from "../../api/security";
import type { AppView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { Note } from "../../kit/Note";
import { RecoveryDialog } from "./RecoveryDialog";
import styles from "./Security.module.css";
import { useRecoveryCode } from "./useRecoveryCode";

/**
 * Offers the recovery code while nobody has it and something could be lost: a line over the local
 * directory that can be put off until the next start.
 */
export function RecoveryNotice({ app }: { app: AppView }) {
  const { t } = useTranslation();
  const isLocal = app.installation.kind === "localDirectory";
  const view = useQuery({ ...security(), enabled: isLocal }).data;
  const counts = useQuery({ ...overview(), enabled: isLocal }).data;
  const [isPutOff, setIsPutOff] = useState(false);
  const code = useRecoveryCode();
  const holds = (counts?.customerUsers ?? 0) > 0;
  if (!isLocal || !holds || isPutOff || view?.recovery !== "open") return null;
  const isPlain = view.localDirectory === "plain";
  return (
    <>
      <Note
        tone="plain"
        icon={<ShieldAlert aria-hidden="true" />}
        action={
          <span className={styles.buttons}>
            <Button onPress={() => void code.show()}>{t("security.recovery.show")}</Button>
            <Button variant="quiet" onPress={() => setIsPutOff(true)}>
              {t("security.recovery.later")}
            </Button>
          </span>
        }
      >
        {t(isPlain ? "security.recovery.noticePlain" : "security.recovery.notice")}
      </Note>
      {code.groups ? <RecoveryDialog groups={code.groups} onClose={code.close} /> : null}
    </>
  );
}
