import { useTranslation } from "react-i18next";
import type { CopiedView } from "../bridge/bindings";
import { useFormat } from "../i18n/format";
import { Note } from "./Note";

/** Says of a record that it is a copy, and of when; nothing where it was read from its source. */
export function CopiedNote({ copied }: { copied: CopiedView | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (!copied) return null;
  return (
    <Note>
      {copied.asOf === null
        ? t("copied.unknown")
        : t("copied.asOf", { moment: format.moment(copied.asOf) })}
    </Note>
  );
}
