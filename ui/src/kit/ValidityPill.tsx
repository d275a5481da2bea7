import { useTranslation } from "react-i18next";
import type { Validity } from "../bridge/bindings";
import { Pill } from "./Pill";

const looks = {
  valid: { tone: "good", dot: "full" },
  invalid: { tone: "neutral", dot: "ring" },
  invalidTemporarily: { tone: "warn", dot: "half" },
} as const;

type Props = { validity: Validity };

/** The validity of a record as a word with its shape. */
export function ValidityPill({ validity }: Props) {
  const { t } = useTranslation();
  return <Pill {...looks[validity]}>{t(`validity.${validity}`)}</Pill>;
}

/** The same where there is no room for the word: its shape, with the word as name and tooltip. */
export function ValidityMark({ validity }: Props) {
  const { t } = useTranslation();
  const word = t(`validity.${validity}`);
  return (
    <span role="img" aria-label={word} title={word}>
      <Pill {...looks[validity]} />
    </span>
  );
}
