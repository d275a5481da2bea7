import { useTranslation } from "react-i18next";
import type { Problem } from "../bridge/bindings";
import { FieldWayOut, wayOutMark } from "./FieldWayOut";

type Props = {
  problem: Problem;
  /** What stands in the field. */
  value: string;
  /** Whether the field takes line breaks. */
  hasLines: boolean;
  /** Puts a value that is right into the field. */
  onPut: (value: string) => void;
  /** Leads to where a missing customer can be added. */
  onAddCustomer?: (() => void) | undefined;
};

/** What is wrong with a field, in words, with the way out. */
export function FormFinding({ problem, value, hasLines, onPut, onAddCustomer }: Props) {
  const { t } = useTranslation();
  switch (problem.kind) {
    case "tooLong":
      return t("forms.finding.tooLong", {
        count: problem.length - problem.limit,
        limit: problem.limit,
      });
    case "controlCharacter":
      return (
        <FieldWayOut
          sentence={t("forms.finding.controlCharacter", { way: wayOutMark })}
          way={t("forms.finding.controlCharacterWay")}
          onTake={() => onPut(withoutControlCharacters(value, hasLines))}
        />
      );
    case "characterUnfit": {
      const { character } = problem;
      return (
        <FieldWayOut
          sentence={t("forms.finding.characterUnfit", { character, way: wayOutMark })}
          way={t("forms.finding.characterUnfitWay")}
          onTake={() => onPut(value.replaceAll(character, ""))}
        />
      );
    }
    case "loginTaken": {
      const { free } = problem;
      const name = problem.name || problem.login;
      if (free === null) return t("forms.finding.loginTaken", { name });
      const sentence = t("forms.finding.loginTakenFree", { name, way: wayOutMark });
      return <FieldWayOut sentence={sentence} way={free} onTake={() => onPut(free)} />;
    }
    case "domainUnresolved":
      return t("forms.finding.domainUnresolved", { domain: problem.domain });
    case "noMailServer":
      return t("forms.finding.noMailServer", { domain: problem.domain });
    case "emailTaken": {
      const { name, login } = problem;
      return t("forms.finding.emailTaken", { name: name || login, login });
    }
    case "customerUnknown":
      return (
        <FieldWayOut
          sentence={t("forms.finding.customerUnknown", { way: wayOutMark })}
          way={t("forms.finding.customerUnknownWay")}
          onTake={() => onAddCustomer?.()}
        />
      );
    case "customerIdTaken":
      return t("forms.finding.customerIdTaken", { name: problem.name });
    case "tooLongToMove":
      return t("forms.finding.tooLongToMove", {
        count: problem.length - problem.limit,
        column: problem.column,
      });
    case "takenWhereItMoves":
      return t("forms.finding.takenWhereItMoves", { name: problem.name, column: problem.column });
    case "customerNameTaken":
      return t("forms.finding.customerNameTaken", { customerId: problem.customerId });
    default:
      return t(`forms.finding.${problem.kind}`);
  }
}

/** Line breaks and tabs become blanks, unless the field has lines; what nobody can see goes. */
function withoutControlCharacters(value: string, hasLines: boolean): string {
  const visible = [...value].filter((character) => character >= " " || /[\t\r\n]/.test(character));
  const text = visible.join("");
  return hasLines ? text : text.replaceAll(/[\t\r\n]+/g, " ");
}
