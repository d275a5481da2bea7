import { Check } from "lucide-react";
import { useTranslation } from "react-i18next";
import { commandKey } from "../../i18n/commandKey";
import { Button } from "../../kit/Button";
import { TextButton } from "../../kit/Link";
import { SetupBarButtons, SetupBarWords } from "../../kit/SetupPage";
import styles from "./Connect.module.css";
import type { Connect } from "./useConnect";

type Props = { connect: Connect; isNew: boolean; onCancel: () => void };

/** The foot of the form: what saving waits for, and the ways on. */
export function ConnectBar({ connect, isNew, onCancel }: Props) {
  const { t } = useTranslation();
  const { maySave, hasPassed, tried, isTesting, isSaving } = connect;
  const command = commandKey(t);
  return (
    <>
      <SetupBarWords>{words()}</SetupBarWords>
      <SetupBarButtons>
        <Button variant="quiet" onPress={onCancel}>
          {t("forms.bar.cancel")}
        </Button>
        <Button
          variant={maySave ? "plain" : "primary"}
          shortcut={`${command} ⏎`}
          isDisabled={isTesting || isSaving}
          onPress={() => void connect.test()}
        >
          {tried ? t("installations.connect.bar.testAgain") : t("installations.connect.bar.test")}
        </Button>
        <Button
          variant={maySave ? "primary" : "plain"}
          shortcut={`${command} S`}
          isDisabled={!maySave || isTesting || isSaving}
          onPress={() => void connect.save()}
        >
          {isNew ? t("installations.connect.bar.connect") : t("installations.connect.bar.save")}
        </Button>
      </SetupBarButtons>
    </>
  );

  function words() {
    if (isSaving) {
      return isNew
        ? t("installations.connect.bar.saving")
        : t("installations.connect.bar.savingChange");
    }
    if (hasPassed) {
      return (
        <span className={styles.passed}>
          <Check aria-hidden="true" />
          {t("installations.connect.bar.ready")}
        </span>
      );
    }
    if (maySave) return t("installations.connect.bar.unchanged");
    if (isTesting) return t("installations.connect.bar.note");
    return (
      <>
        <span>{t("installations.connect.bar.note")}</span>
        <TextButton onPress={() => void connect.save()}>
          {isNew
            ? t("installations.connect.bar.without")
            : t("installations.connect.bar.saveWithout")}
        </TextButton>
      </>
    );
  }
}
