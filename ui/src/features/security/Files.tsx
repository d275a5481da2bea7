import { useMutation } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { restart } from "../../api/security";
import type { Protection, SecurityView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { Panel } from "../../kit/Panel";
import { Pill } from "../../kit/Pill";
import styles from "./Security.module.css";

/** Which files are encrypted, and why one is not. */
export function SecurityFiles({ view }: { view: SecurityView }) {
  const { t } = useTranslation();
  const again = useMutation(restart());
  const { ownStore, localDirectory } = view;
  const why = whyPlain(view);
  const mayRestart = why === "plainDirectoryAgain" || why === "plainStore";
  return (
    <Panel title={t("security.files.title")}>
      <div className={styles.part}>
        <dl className={styles.files}>
          <File name={t("security.files.localDirectory")} protection={localDirectory} />
          <File name={t("security.files.ownStore")} protection={ownStore} />
        </dl>
        {why ? <p className={styles.small}>{t(`security.files.${why}`)}</p> : null}
        {mayRestart ? (
          <div className={styles.buttons}>
            <Button onPress={() => again.mutate()}>{t("security.files.restart")}</Button>
          </div>
        ) : null}
        {again.error ? <ErrorNote error={again.error} /> : null}
      </div>
    </Panel>
  );
}

function File({ name, protection }: { name: string; protection: Protection }) {
  const { t } = useTranslation();
  const isPlain = protection === "plain";
  return (
    <div className={styles.file}>
      <dt className={styles.fileName}>{name}</dt>
      <dd>
        <Pill tone={isPlain ? "warn" : "good"} dot={isPlain ? "ring" : "full"}>
          {t(`security.files.${protection}`)}
        </Pill>
      </dd>
    </div>
  );
}

/** The first reason why a file is not encrypted; the others come after it. */
function whyPlain({ keyring, locks, ownStore, localDirectory, recovery }: SecurityView) {
  if (ownStore === "encrypted" && localDirectory === "encrypted") return null;
  if (keyring === "absent" && !locks) return "plainAbsent";
  if (ownStore === "plain") return "plainStore";
  return recovery === "confirmed" ? "plainDirectoryAgain" : "plainDirectory";
}
