import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { toCommandError } from "../bridge/errors";
import { errorWords } from "../i18n/errorWords";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import styles from "./ErrorNote.module.css";
import { ErrorStatement } from "./ErrorStatement";
import { ConnectionWayOut, LoginWaysOut, usePersonalRetry } from "./LoginWays";
import { ServerWords } from "./ServerWords";

type Props = {
  /** Whatever was thrown. */
  error: unknown;
  onRetry?: () => void;
  /** What else is to be known: what became of what was typed. */
  note?: string | undefined;
  /** The ways out where there are better ones than trying again. */
  children?: ReactNode;
  /** Which heading says what went wrong: the first one where the note is the whole page. */
  heading?: "h1" | "h2";
};

/** What went wrong, where, and what to do: in the place where the result would have stood. */
export function ErrorNote({ error, onRetry, note, children, heading: Heading = "h2" }: Props) {
  const { t } = useTranslation();
  const failure = toCommandError(error);
  const words = errorWords(t, failure);
  const retry = usePersonalRetry([failure], () => onRetry?.());
  return (
    <div role="alert" className={styles.note}>
      <TriangleAlert className={styles.icon} aria-hidden="true" />
      <div className={styles.words}>
        <Heading className={styles.what}>{words.what}</Heading>
        {words.where ? <p className={styles.where}>{words.where}</p> : null}
        <ServerWords words={words.server} />
        <p className={styles.todo}>{words.todo}</p>
        {note ? <p className={styles.todo}>{note}</p> : null}
        <ErrorStatement error={failure} />
        <div className={styles.actions}>
          {children ?? (
            <>
              <LoginWaysOut error={failure} />
              {onRetry ? <Button onPress={retry}>{t("common.retry")}</Button> : null}
              <ConnectionWayOut error={failure} />
              <CopyButton text={failure.detail} variant="quiet">
                {t("common.copyDetails")}
              </CopyButton>
            </>
          )}
        </div>
      </div>
    </div>
  );
}
