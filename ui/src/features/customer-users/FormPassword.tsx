import { useState } from "react";
import { useTranslation } from "react-i18next";
import type { CustomerUserView, FieldView, PasswordRequest, Problem } from "../../bridge/bindings";
import { fieldLabel } from "../../i18n/fieldLabel";
import { FormFinding } from "../../kit/FormFinding";
import { PasswordField } from "../../kit/PasswordField";
import { RadioGroup } from "../../kit/RadioGroup";
import styles from "./FormPassword.module.css";
import { WeakForm } from "./WeakForm";

type Props = {
  field: FieldView;
  choice: PasswordRequest;
  /** What is stored so far; `null` for a new customer user. */
  stored: CustomerUserView["password"] | null;
  problem: Problem | undefined;
  onChange: (choice: PasswordRequest) => void;
};

const choicesOfNew = ["generate", "typed", "none"] as const;
const choicesOfStored = ["keep", "generate", "typed"] as const;

/** What becomes of the password: kept, generated at saving, typed, or none. */
export function FormPassword({ field, choice, stored, problem, onChange }: Props) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(choice.kind === "typed" ? choice.password : "");
  const kinds: readonly PasswordRequest["kind"][] =
    stored === null ? choicesOfNew : choicesOfStored;
  const hint =
    choice.kind === "keep" && stored === "none"
      ? t("forms.password.keepNoneHint")
      : t(`forms.password.${choice.kind}Hint`);
  const choose = (kind: PasswordRequest["kind"]) =>
    onChange(kind === "typed" ? { kind, password: typed } : { kind });
  const type = (password: string) => {
    setTyped(password);
    onChange({ kind: "typed", password });
  };

  return (
    <div>
      <RadioGroup
        label={fieldLabel(t, field)}
        value={choice.kind}
        choices={kinds.map((id) => ({ id, label: t(`forms.password.${id}`) }))}
        onChange={choose}
        isReadOnly={field.readOnly}
        hint={choice.kind === "typed" ? undefined : hint}
      />
      {choice.kind === "typed" ? (
        <div className={styles.typed}>
          <PasswordField
            label={t("forms.password.new")}
            autoComplete="new-password"
            value={choice.password}
            onChange={type}
            hint={hint}
            error={
              problem ? (
                <FormFinding
                  problem={problem}
                  value={choice.password}
                  hasLines={false}
                  onPut={type}
                />
              ) : null
            }
          />
        </div>
      ) : null}
      {choice.kind === "typed" || choice.kind === "generate" ? <WeakForm /> : null}
    </div>
  );
}
