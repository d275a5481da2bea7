import { useTranslation } from "react-i18next";
import type { MissingSourceView } from "../bridge/bindings";
import { errorWords } from "../i18n/errorWords";
import { Button } from "./Button";
import { LoginWaysOut, usePersonalRetry } from "./LoginWays";
import { Note } from "./Note";

type Props = { missing: readonly MissingSourceView[]; onRetry: () => void };

/** Says over a list which sources did not answer; nothing where all did. */
export function MissingNote({ missing, onRetry }: Props) {
  const { t, i18n } = useTranslation();
  const retry = usePersonalRetry(
    missing.map((one) => one.error),
    onRetry,
  );
  const [first] = missing;
  if (!first) return null;
  const names = missing.map((one) => one.name || one.id);
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const words =
    missing.length === 1
      ? t("list.missing", { source: names[0], what: errorWords(t, first.error).what })
      : t("list.missingMore", { sources: list.format(names) });
  return (
    <Note
      action={
        <>
          {missing.length === 1 ? <LoginWaysOut error={first.error} /> : null}
          <Button variant="quiet" onPress={retry}>
            {t("common.retry")}
          </Button>
        </>
      }
    >
      {words}
    </Note>
  );
}
