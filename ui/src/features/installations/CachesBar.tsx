import { useTranslation } from "react-i18next";
import { commandKey } from "../../i18n/commandKey";
import { Button } from "../../kit/Button";
import { SetupBarButtons, SetupBarWords } from "../../kit/SetupPage";
import type { Caches } from "./useCaches";

type Props = { settings: Caches; onCancel: () => void };

/** The foot of the form: what goes on, and the ways on. */
export function CachesBar({ settings, onCancel }: Props) {
  const { t } = useTranslation();
  const { busy, draft } = settings;
  const command = commandKey(t);
  return (
    <>
      <SetupBarWords>
        {busy === "saving" ? t("forms.bar.saving") : t("caches.bar.note")}
      </SetupBarWords>
      <SetupBarButtons>
        <Button variant="quiet" onPress={onCancel}>
          {t("forms.bar.cancel")}
        </Button>
        <Button
          shortcut={`${command} ⏎`}
          isDisabled={busy !== null || draft.kind === "none"}
          onPress={() => void settings.test()}
        >
          {t("installations.connect.bar.test")}
        </Button>
        <Button
          variant="primary"
          shortcut={`${command} S`}
          isDisabled={busy !== null && busy !== "testing"}
          onPress={() => void settings.save()}
        >
          {t("forms.bar.save")}
        </Button>
      </SetupBarButtons>
    </>
  );
}
