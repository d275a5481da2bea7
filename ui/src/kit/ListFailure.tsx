import { useTranslation } from "react-i18next";
import { toCommandError } from "../bridge/errors";
import { quotedTerm } from "../lib/searchTerm";
import { Button } from "./Button";
import { ErrorNote } from "./ErrorNote";

type Props = {
  error: unknown;
  onRetry: () => void;
  typed: string;
  onTyped: (term: string) => void;
};

/** What stands in a list that could not be read; another try helps unless it is the term that is wrong. */
export function ListFailure({ error, onRetry, typed, onTyped }: Props) {
  const { t } = useTranslation();
  if (toCommandError(error).code !== "searchNotUnderstood") {
    return <ErrorNote error={error} onRetry={onRetry} />;
  }
  return (
    <ErrorNote error={error}>
      <Button variant="primary" onPress={() => onTyped(quotedTerm(typed))}>
        {t("list.searchQuoted")}
      </Button>
      <Button onPress={() => onTyped("")} shortcut="Esc">
        {t("list.clearSearch")}
      </Button>
    </ErrorNote>
  );
}
