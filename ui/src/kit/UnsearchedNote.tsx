import { useTranslation } from "react-i18next";
import type { InstallationView } from "../bridge/bindings";
import { installationName } from "../i18n/installationWords";
import { Note } from "./Note";

type Props = {
  /** Those that were not searched. */
  ids: readonly string[];
  /** Those of which not all was searched. */
  partly: readonly string[];
  /** It was searched in OTOBO's language, which no copy answers. */
  asOtobo: boolean;
  all: readonly InstallationView[];
};

/** Says over a list of all installations which of them it is without, and what to do about it. */
export function UnsearchedNote({ ids, partly, asOtobo, all }: Props) {
  const { t, i18n } = useTranslation();
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const named = (those: readonly string[]) => {
    const names = all.filter(({ id }) => those.includes(id)).map((one) => installationName(t, one));
    return { count: names.length, names: list.format(names) };
  };
  return (
    <>
      {ids.length > 0 ? (
        <Note>
          {asOtobo
            ? t("list.everywhere.notAsOtobo", named(ids))
            : t("list.everywhere.unsearched", named(ids))}
        </Note>
      ) : null}
      {partly.length > 0 ? (
        <Note>{t("list.everywhere.partly", { names: named(partly).names })}</Note>
      ) : null}
    </>
  );
}
