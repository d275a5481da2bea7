import { useTranslation } from "react-i18next";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import type { MirrorAct } from "./useMirror";

type Props = { act: MirrorAct; onClose: () => void };

/** Asks before a mirror is destroyed. */
export function MirrorErasing({ act, onClose }: Props) {
  const { t } = useTranslation();
  const erase = async () => {
    await act((it) => it.erase());
    onClose();
  };
  return (
    <Dialog
      role="alertdialog"
      title={t("mirror.erase.title")}
      onClose={onClose}
      actions={
        <>
          <Button autoFocus onPress={onClose}>
            {t("common.cancel")}
          </Button>
          <Button variant="primary" onPress={() => void erase()}>
            {t("mirror.erase.yes")}
          </Button>
        </>
      }
    >
      <p>{t("mirror.erase.text")}</p>
    </Dialog>
  );
}
