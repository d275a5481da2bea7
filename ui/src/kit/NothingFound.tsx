import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import { EmptyState } from "./EmptyState";
import styles from "./NothingFound.module.css";

type Props = {
  term: string;
  /** Where was searched, and what could be tried. */
  text: string;
  includeInvalid: boolean;
  onSearchAll: () => void;
  onClear: () => void;
};

/** What stands in a list when nothing fits the term. */
export function NothingFound({ term, text, includeInvalid, onSearchAll, onClear }: Props) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t("list.nothing", { term: term.trim() })} text={text}>
      <div className={styles.actions}>
        {includeInvalid ? null : (
          <Button variant="primary" onPress={onSearchAll}>
            {t("list.searchInvalidToo")}
          </Button>
        )}
        <Button onPress={onClear} shortcut="Esc">
          {t("list.clearSearch")}
        </Button>
      </div>
    </EmptyState>
  );
}
