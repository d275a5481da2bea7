import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { removeSource } from "../../api/sources";
import type { SourceView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorNote } from "../../kit/ErrorNote";

type Props = { source: SourceView; onClose: () => void };

/** Asks before a source is taken away. */
export function Removal({ source, onClose }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setIsSending] = useState(false);

  async function remove() {
    setError(null);
    setIsSending(true);
    try {
      await removeSource(client, source.id);
      onClose();
    } catch (thrown) {
      setError(thrown);
      setIsSending(false);
    }
  }

  return (
    <Dialog
      role="alertdialog"
      title={t("backEnds.remove.title", { name: source.name || source.id })}
      onClose={onClose}
      actions={
        <>
          <Button autoFocus onPress={onClose}>
            {t("common.cancel")}
          </Button>
          <Button variant="primary" isDisabled={isSending} onPress={() => void remove()}>
            {t("backEnds.remove.yes")}
          </Button>
        </>
      }
    >
      <p>{t("backEnds.remove.text")}</p>
      {error ? <ErrorNote error={error} onRetry={() => void remove()} /> : null}
    </Dialog>
  );
}
