import { Copy } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { copySecret } from "../../api/forms";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { useToast } from "../../kit/Toast";
import { RecoveryAskBack } from "./RecoveryAskBack";
import styles from "./Security.module.css";

type Props = { groups: readonly string[]; onClose: () => void };

/** Shows the recovery code, then asks two groups of it back. */
export function RecoveryDialog({ groups, onClose }: Props) {
  const { t } = useTranslation();
  const toast = useToast();
  const [isNoted, setIsNoted] = useState(false);

  /** As a password: it does not stay on the clipboard. */
  async function copy() {
    const copied = copySecret(groups.join(" ")).then(() => true);
    const key = (await copied.catch(() => false))
      ? "security.recovery.copied"
      : "errors.clipboardUnavailable.what";
    toast(t(key));
  }

  if (isNoted) {
    return (
      <RecoveryAskBack count={groups.length} onBack={() => setIsNoted(false)} onClose={onClose} />
    );
  }
  return (
    <Dialog
      title={t("security.recovery.noteTitle")}
      size="large"
      onClose={onClose}
      actions={
        <>
          <Button variant="quiet" icon={<Copy aria-hidden="true" />} onPress={() => void copy()}>
            {t("security.recovery.copy")}
          </Button>
          <Button variant="quiet" onPress={onClose}>
            {t("security.recovery.later")}
          </Button>
          <Button variant="primary" onPress={() => setIsNoted(true)}>
            {t("security.recovery.next")}
          </Button>
        </>
      }
    >
      <p>{t("security.recovery.noteText")}</p>
      <ol className={styles.code} aria-label={t("security.recovery.code")}>
        {groups.map((group, index) => (
          // A code may have the same group twice
          // biome-ignore lint/suspicious/noArrayIndexKey: groups never move
          <li key={index} className={styles.group}>
            <span aria-hidden="true" className={styles.number}>
              {index + 1}
            </span>
            <span className={styles.letters}>{group}</span>
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
