import { useTranslation } from "react-i18next";
import type { WhyNot } from "../bridge/bindings";
import { Button } from "../kit/Button";
import { FormInstead } from "../kit/FormInstead";

/** Stands where a form would, in an installation where nothing can be written. */
export function WriteRefused({ why, onBack }: { why: WhyNot; onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <FormInstead
      title={t("installations.refused.title")}
      text={t(`installations.refused.text.${why}`)}
      back={<Button onPress={onBack}>{t("installations.refused.back")}</Button>}
    />
  );
}
