import { LoaderCircle } from "lucide-react";
import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import { Note } from "./Note";
import styles from "./WaitingNote.module.css";

type Props = {
  /** Sources that are waited for, as far as that is known. */
  names: readonly string[];
  /** Rows of the search before are still in sight. */
  isStale: boolean;
  onStop: () => void;
};

/** Says over a list that its answer takes long, who is waited for, and offers to leave it at that. */
export function WaitingNote({ names, isStale, onStop }: Props) {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const sources = list.format(names);
  const known = isStale
    ? t("list.waitingStaleFor", { sources })
    : t("list.waitingFor", { sources });
  const unknown = isStale ? t("list.waitingStale") : t("list.waiting");
  const words = names.length > 0 ? known : unknown;
  return (
    <Note
      tone="plain"
      icon={<LoaderCircle aria-hidden="true" className={styles.turning} />}
      action={
        <Button variant="quiet" onPress={onStop}>
          {t("common.cancel")}
        </Button>
      }
    >
      {words}
    </Note>
  );
}
