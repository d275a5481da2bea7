import { type ReactNode, useState } from "react";
import { useTranslation } from "react-i18next";
import type { Refusal } from "../lib/writable";
import { Button } from "./Button";
import { FormInstead } from "./FormInstead";

type Props = {
  /** Why nothing can be written; `null` if it can. */
  why: Refusal | null;
  onBack: () => void;
  children: () => ReactNode;
};

/**
 * A form where it can be of use. One that was open stays open, whatever is found out meanwhile: nothing
 * that was typed goes, and the save tells.
 */
export function FormGate({ why, onBack, children }: Props) {
  const [isOpen, setIsOpen] = useState(why === null);
  if (why === null && !isOpen) setIsOpen(true);
  return why === null || isOpen ? children() : <FormRefused why={why} onBack={onBack} />;
}

/** Stands where a form would, where nothing can be written. */
function FormRefused({ why, onBack }: { why: Refusal; onBack: () => void }) {
  const { t } = useTranslation();
  return (
    <FormInstead
      title={t("installations.refused.title")}
      text={t(`installations.refused.text.${why}`)}
      back={<Button onPress={onBack}>{t("installations.refused.back")}</Button>}
    />
  );
}
