import { memo, type ReactNode } from "react";
import { useTranslation } from "react-i18next";
import type { ListPlace } from "../lib/listPlace";
import { Choice } from "./Choice";
import { ReadOnlyPill } from "./ReadOnlyPill";

type Props = {
  includeInvalid: boolean;
  onIncludeInvalid: (include: boolean) => void;
  /** Where is searched, where there is a choice. */
  scope: ReactNode;
  /** In which language is searched, where there is a choice. */
  language: "instant" | "otobo" | null;
  onPlace: (change: Partial<ListPlace>) => void;
  /** The sources that take part, where there are several. */
  sources: ReactNode;
  /** Why nothing can be changed here, where that is worth a word. */
  readOnly: string | null;
};

/** What narrows a list. Kept as long as it stays the same: chips take as long to draw as the rows. */
export const ListChips = memo(function ListChips(props: Props) {
  const { includeInvalid, onIncludeInvalid, language, onPlace, readOnly } = props;
  const { t } = useTranslation();
  return (
    <>
      <Choice
        label={t("list.show")}
        value={includeInvalid ? "all" : "valid"}
        onChange={(value) => onIncludeInvalid(value === "all")}
        choices={[
          { value: "valid", label: t("list.valid") },
          { value: "all", label: t("list.validAndInvalid") },
        ]}
      />
      {props.scope}
      {language === null ? null : (
        <Choice
          label={t("list.language.label")}
          value={language}
          onChange={(value) => onPlace({ otobo: value === "otobo" || undefined })}
          choices={[
            { value: "instant", label: t("list.language.instant") },
            { value: "otobo", label: t("list.language.otobo") },
          ]}
        />
      )}
      {props.sources}
      {readOnly === null ? null : <ReadOnlyPill why={readOnly} />}
    </>
  );
});
