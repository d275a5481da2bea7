import { useTranslation } from "react-i18next";
import { Button } from "./Button";
import { Dialog } from "./Dialog";

/** The question before a changed form is left, and its two answers. */
export type Leaving = { asking: boolean; stay: () => void; leave: () => void };

/** Asks whether a changed form may be left, when somebody is about to. */
export function LeaveQuestion({ leaving }: { leaving: Leaving }) {
  const { t } = useTranslation();
  if (!leaving.asking) return null;
  return (
    <Dialog
      role="alertdialog"
      title={t("forms.leave.title")}
      onClose={leaving.stay}
      actions={
        <>
          <Button onPress={leaving.leave}>{t("forms.leave.discard")}</Button>
          <Button variant="primary" autoFocus onPress={leaving.stay}>
            {t("forms.leave.stay")}
          </Button>
        </>
      }
    >
      <p>{t("forms.leave.text")}</p>
    </Dialog>
  );
}
