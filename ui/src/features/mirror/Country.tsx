import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { useTranslation } from "react-i18next";
import { mirrorCountries } from "../../api/mirror";
import { countryName, namedCountries } from "../../i18n/countries";
import { Select } from "../../kit/Select";

type Props = {
  /** Its code; `null` for that of this computer. */
  country: string | null;
  onChange: (country: string | null) => void;
};

/** That of this computer, whichever it is. */
const computer = "computer";

/** The country whose telephone numbers the installation has. */
export function MirrorCountry({ country, onChange }: Props) {
  const { t, i18n } = useTranslation();
  const { language } = i18n;
  const { data } = useQuery(mirrorCountries());
  const here = data?.computer ?? null;
  // One that is kept is shown, even if it is not known any more
  const countries = useMemo(
    () =>
      namedCountries(language, new Set([...(data?.known ?? []), ...(country ? [country] : [])])),
    [language, data, country],
  );
  const likeComputer =
    here === null
      ? t("mirror.settings.countryComputer")
      : t("mirror.settings.countryComputerNamed", { name: countryName(language, here) });
  return (
    <Select
      label={t("mirror.settings.country")}
      hint={t("mirror.settings.countryHint")}
      value={country ?? computer}
      choices={[{ id: computer, label: likeComputer }, ...countries]}
      onChange={(id) => onChange(id === computer ? null : id)}
    />
  );
}
