import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CommandError } from "../bridge/bindings";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import { ErrorNote } from "./ErrorNote";

type Props = {
  error: CommandError;
  onRetry: () => void;
  /** Reads the record again; absent where it could not be found. */
  onReread?: (() => Promise<void>) | undefined;
};

/** After these something is stored, or may be: saving anew is no way out. */
const maybeStored: ReadonlySet<CommandError["code"]> = new Set([
  "outcomeUnknown",
  "storedUnread",
  "movesLeft",
]);

/** Why a save failed, and what became of it: in nearly all cases nothing was saved. */
export function SaveFailure({ error, onRetry, onReread }: Props) {
  const { t } = useTranslation();
  if (!maybeStored.has(error.code)) {
    return <ErrorNote error={error} onRetry={onRetry} note={t("forms.failed.nothingSaved")} />;
  }
  return (
    <ErrorNote error={error}>
      {onReread ? <Reread onReread={onReread} /> : null}
      <CopyButton text={error.detail} variant="quiet">
        {t("common.copyDetails")}
      </CopyButton>
    </ErrorNote>
  );
}

/** Looks before anything is saved twice. If that fails too, the question stays as open as it was. */
function Reread({ onReread }: { onReread: () => Promise<void> }) {
  const { t } = useTranslation();
  const [isReading, setIsReading] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const read = () => {
    setIsReading(true);
    setFailure(null);
    onReread().then(
      () => setIsReading(false),
      (error: unknown) => {
        setIsReading(false);
        setFailure(error);
      },
    );
  };
  if (failure) return <ErrorNote error={failure} onRetry={read} />;
  return (
    <Button isDisabled={isReading} onPress={read}>
      {isReading ? t("forms.failed.rereading") : t("forms.failed.reread")}
    </Button>
  );
}
