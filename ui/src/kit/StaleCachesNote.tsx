import { Check, LoaderCircle, Settings, TriangleAlert, X } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { ClearedView } from "../bridge/bindings";
import { useFormat } from "../i18n/format";
import { Button } from "./Button";
import { CopyButton } from "./CopyButton";
import { ErrorNote } from "./ErrorNote";
import { IconButton } from "./IconButton";
import styles from "./StaleCachesNote.module.css";
import waitingStyles from "./WaitingNote.module.css";

/** What became of stale caches, or becomes of them now. */
export type CacheOutcome = ClearedView | { kind: "clearing" } | { kind: "failed"; error: unknown };

/** Whether nothing old is left, so that there is nothing more to do. */
export function isCleared(outcome: CacheOutcome): boolean {
  return outcome.kind === "entries" || outcome.kind === "byProgram";
}

type Props = {
  /** The types that a write made stale. */
  types: readonly string[];
  outcome: CacheOutcome;
  onRetry: () => void;
  onSetUp: () => void;
  onClose: () => void;
};

/**
 * Says what became of the caches that a write made stale: one line at the edge of the window, since it may
 * lie over the record that was saved. Their names and the ways on are a click away.
 */
export function StaleCachesNote({ types, outcome, onRetry, onSetUp, onClose }: Props) {
  const { t } = useTranslation();
  return (
    <aside aria-label={t("staleCaches.label")} className={styles.note}>
      <div role="status" className={styles.head}>
        <Sign outcome={outcome} />
        <p className={styles.words}>{useWords(outcome, types.length)}</p>
        <IconButton label={t("common.close")} icon={<X />} onPress={onClose} />
      </div>
      <details>
        <summary className={styles.summary}>{t("staleCaches.details")}</summary>
        <div className={styles.details}>
          <ul aria-label={t("staleCaches.types")} className={styles.types}>
            {types.map((type) => (
              <li key={type}>{type}</li>
            ))}
          </ul>
          {outcome.kind === "failed" ? <ErrorNote error={outcome.error} onRetry={onRetry} /> : null}
          {outcome.kind === "notSetUp" ? (
            <>
              <p>{t("staleCaches.notSetUpTodo")}</p>
              <div className={styles.actions}>
                <CopyButton text={types.join("\n")}>{t("staleCaches.copy")}</CopyButton>
                <Button variant="quiet" icon={<Settings aria-hidden="true" />} onPress={onSetUp}>
                  {t("staleCaches.setUp")}
                </Button>
              </div>
            </>
          ) : null}
        </div>
      </details>
    </aside>
  );
}

function Sign({ outcome }: { outcome: CacheOutcome }) {
  if (outcome.kind === "clearing") {
    return <LoaderCircle aria-hidden="true" className={waitingStyles.turning} />;
  }
  if (isCleared(outcome)) {
    return <Check aria-hidden="true" className={styles.good} />;
  }
  return <TriangleAlert aria-hidden="true" className={styles.warn} />;
}

function useWords(outcome: CacheOutcome, types: number): string {
  const { t } = useTranslation();
  const format = useFormat();
  if (outcome.kind === "entries") {
    const { count } = outcome;
    return t("staleCaches.entries", { count, entries: format.number(count) });
  }
  if (outcome.kind === "notSetUp") return t("staleCaches.notSetUp", { count: types });
  return t(`staleCaches.${outcome.kind}`);
}
