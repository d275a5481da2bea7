import { useQuery } from "@tanstack/react-query";
import { KeyRound } from "lucide-react";
import type { Ref } from "react";
import { useTranslation } from "react-i18next";
import { overview } from "../api/app";
import { useFormat } from "../i18n/format";
import { Dot } from "../kit/Pill";
import { classNames } from "../lib/classNames";
import styles from "./StatusBar.module.css";
import { StatusSources } from "./StatusSources";
import { useAppView } from "./useAppView";
import { WithLoginWays } from "./WithLoginWays";

/** The state of the sources, what the view says of itself, and how many contacts there are. */
export function StatusBar({ slot }: { slot: Ref<HTMLSpanElement> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { installation, sources } = useAppView();
  const { kind, secret } = installation;
  const isLocked = secret === "missing";
  const { data, error } = useQuery({ ...overview(), enabled: !isLocked });
  return (
    <footer className={styles.bar}>
      {kind === "localDirectory" ? <LocalDirectory error={error} /> : null}
      {kind === "otobo" && !isLocked ? (
        <WithLoginWays>
          <StatusSources />
        </WithLoginWays>
      ) : null}
      {isLocked ? (
        <span className={classNames(styles.state, styles.bad)}>
          <Dot shape="ring" />
          <span className={styles.words}>{t("sourceStatus.locked")}</span>
        </span>
      ) : null}
      {secret === "sessionOnly" ? (
        <span className={styles.state} title={t("installations.connect.kept.sessionOnly")}>
          <KeyRound aria-hidden="true" className={styles.key} />
          <span className={styles.session}>{t("installations.secret.sessionOnly")}</span>
        </span>
      ) : null}
      <span ref={slot} className={styles.slot} />
      {data && sources.length > 1 ? (
        <span title={t("status.contactsInSourcesText")}>
          {t("status.contactsInSources", {
            count: data.customerUsers,
            number: format.number(data.customerUsers),
            sources: format.number(sources.length),
          })}
        </span>
      ) : null}
      {data && sources.length <= 1 ? (
        <span>
          {t("status.contacts", {
            count: data.customerUsers,
            number: format.number(data.customerUsers),
          })}
        </span>
      ) : null}
    </footer>
  );
}

function LocalDirectory({ error }: { error: unknown }) {
  const { t } = useTranslation();
  return (
    <span className={classNames(styles.state, error ? styles.bad : styles.good)}>
      <Dot shape={error ? "ring" : "full"} />
      <span className={styles.words}>
        {error ? t("status.directoryFailed") : t("status.directoryReady")}
      </span>
    </span>
  );
}
