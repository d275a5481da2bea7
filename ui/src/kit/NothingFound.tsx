import { useTranslation } from "react-i18next";
import { allWordsTerm } from "../lib/searchTerm";
import { Button } from "./Button";
import { EmptyState } from "./EmptyState";
import styles from "./NothingFound.module.css";

type Props = {
  term: string;
  /** Where was searched, and what could be tried. */
  text: string;
  /** Deskbook's own search was asked, to which each word is one. */
  instant: boolean;
  includeInvalid: boolean;
  onSearch: (term: string) => void;
  onSearchAll: () => void;
  onClear: () => void;
};

/** What stands in a list when nothing fits the term. */
export function NothingFound(props: Props) {
  const { term, text, instant, includeInvalid, onSearch, onSearchAll, onClear } = props;
  const { t } = useTranslation();
  const allWords = instant ? null : allWordsTerm(term);
  return (
    <EmptyState
      title={t("list.nothing", { term: term.trim() })}
      text={allWords === null ? text : t("list.onePhrase")}
    >
      <div className={styles.actions}>
        {allWords === null ? null : (
          <Button variant="primary" onPress={() => onSearch(allWords)}>
            {t("list.searchAllWords", { term: allWords })}
          </Button>
        )}
        {includeInvalid ? null : (
          <Button variant={allWords === null ? "primary" : "plain"} onPress={onSearchAll}>
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
