import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Plug, Trash2 } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { installations, removeInstallation } from "../../api/installations";
import type { InstallationView } from "../../bridge/bindings";
import {
  installationName,
  installationPlace,
  installationSign,
} from "../../i18n/installationWords";
import { Button } from "../../kit/Button";
import { Dialog } from "../../kit/Dialog";
import { ErrorNote } from "../../kit/ErrorNote";
import { IconButton } from "../../kit/IconButton";
import { InstallationCube } from "../../kit/InstallationCube";
import { Page } from "../../kit/Page";
import { Pill } from "../../kit/Pill";
import { ReadOnlyPill } from "../../kit/ReadOnlyPill";
import { useToast } from "../../kit/Toast";
import { Waiting } from "../../kit/Waiting";
import styles from "./Manage.module.css";

type Props = {
  onConnect: () => void;
  onOpen: (id: string) => void;
  onChange: (id: string) => void;
  onCaches: (id: string) => void;
};

/** All installations, and what can be done with each. */
export function ManageInstallations(props: Props) {
  const { t } = useTranslation();
  const all = useQuery(installations());
  const [leaving, setLeaving] = useState<InstallationView | null>(null);
  return (
    <Page
      title={t("installations.title")}
      text={t("installations.manage.text")}
      actions={
        <Button variant="primary" icon={<Plug aria-hidden="true" />} onPress={props.onConnect}>
          {t("installations.manage.connect")}
        </Button>
      }
    >
      {all.error ? <ErrorNote error={all.error} onRetry={() => void all.refetch()} /> : null}
      {all.isPending ? <Waiting /> : null}
      {all.data ? (
        <ul className={styles.list}>
          {all.data.map((view) => (
            <Installation
              key={view.id}
              view={view}
              onOpen={() => props.onOpen(view.id)}
              onChange={() => props.onChange(view.id)}
              onCaches={() => props.onCaches(view.id)}
              onRemove={() => setLeaving(view)}
            />
          ))}
        </ul>
      ) : null}
      {leaving ? <Removal view={leaving} onClose={() => setLeaving(null)} /> : null}
    </Page>
  );
}

type ItemProps = {
  view: InstallationView;
  onOpen: () => void;
  onChange: () => void;
  onCaches: () => void;
  onRemove: () => void;
};

function Installation({ view, onOpen, onChange, onCaches, onRemove }: ItemProps) {
  const { t } = useTranslation();
  const name = installationName(t, view);
  return (
    <li className={styles.item}>
      <InstallationCube sign={installationSign(t, view)} hue={view.hue} />
      <div className={styles.words}>
        <p className={styles.name}>
          {name}
          {view.readOnly ? (
            <ReadOnlyPill why={t("installations.whyNot.readOnlyInstallation")} />
          ) : null}
          {view.current ? (
            <Pill tone="good" dot="full">
              {t("installations.manage.current")}
            </Pill>
          ) : null}
        </p>
        <p className={styles.place}>{installationPlace(t, view)}</p>
        {view.secret ? (
          <p className={styles.secret}>{t(`installations.secret.${view.secret}`)}</p>
        ) : null}
      </div>
      <div className={styles.buttons}>
        {view.current ? null : (
          <Button aria-label={t("installations.manage.openNamed", { name })} onPress={onOpen}>
            {t("installations.manage.open")}
          </Button>
        )}
        {view.kind === "localDirectory" ? null : (
          <>
            <Button aria-label={t("installations.manage.changeNamed", { name })} onPress={onChange}>
              {t("installations.manage.change")}
            </Button>
            <Button aria-label={t("caches.openNamed", { name })} onPress={onCaches}>
              {t("caches.open")}
            </Button>
            <IconButton
              label={t("installations.manage.removeNamed", { name })}
              icon={<Trash2 />}
              onPress={onRemove}
            />
          </>
        )}
      </div>
    </li>
  );
}

function Removal({ view, onClose }: { view: InstallationView; onClose: () => void }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const toast = useToast();
  const [error, setError] = useState<unknown>(null);
  const [isSending, setIsSending] = useState(false);
  const { name } = view;

  async function remove() {
    setError(null);
    setIsSending(true);
    try {
      await removeInstallation(client, view.id);
      toast(t("installations.remove.done", { name }));
      onClose();
    } catch (thrown) {
      setError(thrown);
      setIsSending(false);
    }
  }

  return (
    <Dialog
      role="alertdialog"
      title={t("installations.remove.title", { name })}
      onClose={onClose}
      actions={
        <>
          <Button autoFocus onPress={onClose}>
            {t("common.cancel")}
          </Button>
          <Button variant="primary" isDisabled={isSending} onPress={() => void remove()}>
            {t("installations.remove.yes")}
          </Button>
        </>
      }
    >
      <p>{t("installations.remove.text")}</p>
      {error ? <ErrorNote error={error} onRetry={() => void remove()} /> : null}
    </Dialog>
  );
}
