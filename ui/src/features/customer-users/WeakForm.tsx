import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { systemSettings } from "../../api/systemSettings";
import { Caution } from "../../kit/Caution";
import { cryptType, formOf, weaknessOf } from "./passwords";

/** Says of a password that is about to be set that it will be stored in a weak form, if it will. */
export function WeakForm() {
  const { t } = useTranslation();
  const setting = useQuery(systemSettings()).data?.find(({ name }) => name === cryptType)?.value;
  if (setting === undefined) return null;
  const form = formOf(setting);
  const weakness = weaknessOf(form);
  if (weakness === null) return null;
  return (
    <Caution what={t("weakForm.what", { form: t(`loginTest.form.${form}`) })}>
      <p>{t(`loginTest.weakness.${weakness}`)}</p>
      <p>{t("weakForm.todo")}</p>
    </Caution>
  );
}
