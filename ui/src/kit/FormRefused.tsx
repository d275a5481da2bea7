import { useTranslation } from "react-i18next";
import type { Refusal } from "../lib/writable";
import { Button } from "./Button";
import { FormInstead } from "./FormInstead";

/** Stands where a form would, where nothing can be written. */
export function FormRefused({ why, onBack }: { why: Refusal; onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <FormInstead
      title={t("installations.refused.title")}
      text={t(`installations.refused.text.${why}`)}
      back={<Button onPress={onBack}>{t("installations.refused.back")}</Button>}
    />
  );
}
