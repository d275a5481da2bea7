import { Check } from "lucide-react";
import { Button as AriaButton } from "react-aria-components";
import { useTranslation } from "react-i18next";
import { commandKey } from "../i18n/commandKey";
import { classNames } from "../lib/classNames";
import { Button } from "./Button";
import styles from "./SaveBar.module.css";
import { SavingWords } from "./SavingWords";

/** A field that needs attention: its var, and what it is called. */
export type Attention = { field: string; label: string };

type Props = {
  attention: readonly Attention[];
  /** The link of a field was pressed. */
  onAttend: (field: string) => void;
  saving: boolean;
  saved: boolean;
  onCancel: () => void;
  onSave: () => void;
  onFinish: () => void;
};

/** The foot of a form: what stands in the way of saving, and the two ways to save. */
export function SaveBar(props: Props) {
  const { attention, onAttend, saving, saved, onCancel, onSave, onFinish } = props;
  const { t } = useTranslation();
  const command = commandKey(t);
  // Not `isPending`: that announces the button, which may be gone by then with its form.
  const waiting = saving ? { "aria-disabled": true, "aria-busy": true } : {};
  return (
    <div className={styles.bar}>
      <div role="status" className={styles.state}>
        {saving ? <SavingWords /> : null}
        {!saving && attention.length > 0 ? (
          <>
            <span>{t("forms.bar.attention", { count: attention.length })}</span>
            {attention.map(({ field, label }) => (
              <AriaButton
                key={field}
                className={classNames(styles.link)}
                onPress={() => onAttend(field)}
              >
                {label}
              </AriaButton>
            ))}
          </>
        ) : null}
        {!saving && saved && attention.length === 0 ? (
          <span className={styles.saved}>
            <Check aria-hidden="true" />
            {t("forms.bar.saved")}
          </span>
        ) : null}
      </div>
      <div className={styles.buttons}>
        <Button variant="quiet" onPress={onCancel}>
          {t("forms.bar.cancel")}
        </Button>
        <Button shortcut={`${command} S`} {...waiting} onPress={onSave}>
          {t("forms.bar.save")}
        </Button>
        <Button variant="primary" shortcut={`${command} ⏎`} {...waiting} onPress={onFinish}>
          {t("forms.bar.finish")}
        </Button>
      </div>
    </div>
  );
}
