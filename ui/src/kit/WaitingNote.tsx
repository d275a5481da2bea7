import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import { Note } from "./Note";
import styles from "./WaitingNote.module.css";

type Props = {
  /** Sources that are waited for, as far as that is known. */
  names: readonly string[];
  /** What is in sight meanwhile: nothing new, rows of the search before, or those of other sources. */
  meanwhile: "nothing" | "rowsBefore" | "otherRows";
  /** Waits no longer; `null` where waiting holds nothing up. */
  onStop: (() => void) | null;
};

/** Says over a list that its answer takes long, who is waited for, and offers to leave it at that. */
export function WaitingNote({ names, meanwhile, onStop }: Props) {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const sources = list.format(names);
  const known = {
    nothing: t("list.waitingFor", { sources }),
    rowsBefore: t("list.waitingStaleFor", { sources }),
    otherRows: t("list.joining", { count: names.length, sources }),
  };
  const unknown = meanwhile === "rowsBefore" ? t("list.waitingStale") : t("list.waiting");
  const words = names.length > 0 ? known[meanwhile] : unknown;
  return (
    <Note
      tone="plain"
      icon={<LoaderCircle aria-hidden="true" className={styles.turning} />}
      action={
        onStop ? (
          <Button variant="quiet" onPress={onStop}>
            {t("common.cancel")}
          </Button>
        ) : null
      }
    >
      {words}
    </Note>
  );
}
