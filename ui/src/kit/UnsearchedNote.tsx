import { useTranslation } from "react-i18next";
import type { InstallationView } from "../bridge/bindings";
import { installationName } from "../i18n/installationWords";
import { Note } from "./Note";

type Props = {
  /** Those that were not searched. */
  ids: readonly string[];
  /** It was searched in OTOBO's language, which no copy answers. */
  asOtobo: boolean;
  all: readonly InstallationView[];
};

/** Says over a list of all installations which of them it is without, and what to do about it. */
export function UnsearchedNote({ ids, asOtobo, all }: Props) {
  const { t, i18n } = useTranslation();
  if (ids.length === 0) return null;
  const names = all.filter(({ id }) => ids.includes(id)).map((one) => installationName(t, one));
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const counted = { count: names.length, names: list.format(names) };
  return (
    <Note>
      {asOtobo
        ? t("list.everywhere.notAsOtobo", counted)
        : t("list.everywhere.unsearched", counted)}
    </Note>
  );
}
