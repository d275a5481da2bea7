import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { beginWithNewSettings } from "../api/security";
import { toCommandError } from "../bridge/errors";
import { Button } from "../kit/Button";
import { CopyButton } from "../kit/CopyButton";
import { ErrorNote } from "../kit/ErrorNote";
import styles from "./FullPage.module.css";

/** The whole window when Deskbook cannot start: why, where, what to do, and another try. */
export function StartFailure({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const isKeyMissing = toCommandError(error).code === "keyMissing";
  return (
    <main className={styles.page}>
      {isKeyMissing ? (
        <KeyMissing error={error} onRetry={onRetry} />
      ) : (
        <ErrorNote heading="h1" error={error} onRetry={onRetry} />
      )}
    </main>
  );
}

/** The own store cannot be opened any more: the way out is a new one beside it. */
function KeyMissing({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [failure, setFailure] = useState<unknown>(null);
  const shown = failure ?? error;
  return (
    <ErrorNote heading="h1" error={shown}>
      <Button onPress={onRetry}>{t("common.retry")}</Button>
      <Button onPress={() => void beginWithNewSettings(client).catch(setFailure)}>
        {t("recover.newSettings")}
      </Button>
      <CopyButton text={toCommandError(shown).detail} variant="quiet">
        {t("common.copyDetails")}
      </CopyButton>
    </ErrorNote>
  );
}
