import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { caches } from "../../api/caches";
import { installations } from "../../api/installations";
import type { CachesView, InstallationView, SecretKept } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { FormInstead, FormPlace } from "../../kit/FormInstead";
import { focusField } from "../../kit/FormRows";
import { SetupPage } from "../../kit/SetupPage";
import { Waiting } from "../../kit/Waiting";
import { CachesBar } from "./CachesBar";
import { CachesFields } from "./CachesFields";
import { CachesTest } from "./CachesTest";
import { useCaches } from "./useCaches";

type Props = {
  /** The installation. */
  id: string;
  /** Saved; where the password is that was typed, if one was. */
  onSaved: (kept: SecretKept | null) => void;
  onCancel: () => void;
};

/** How OTOBO's caches are cleared after something was written. */
export function CachesSettings({ id, onSaved, onCancel }: Props) {
  const { t } = useTranslation();
  const all = useQuery(installations());
  const stored = useQuery({ ...caches(id), staleTime: 0, gcTime: 0 });
  const error = all.error ?? stored.error;
  if (error) {
    const retry = () => {
      void all.refetch();
      void stored.refetch();
    };
    return (
      <FormPlace>
        <ErrorNote heading="h1" error={error} onRetry={retry} />
      </FormPlace>
    );
  }
  if (!all.data || stored.data === undefined) return <Waiting />;
  const view = all.data.find((one) => one.id === id);
  const back = <Button onPress={onCancel}>{t("installations.connect.back")}</Button>;
  if (!view) {
    return (
      <FormInstead
        title={t("installations.connect.gone.title")}
        text={t("installations.connect.gone.text")}
        back={back}
      />
    );
  }
  if (view.kind === "localDirectory") {
    return (
      <FormInstead title={t("caches.local.title")} text={t("caches.local.text")} back={back} />
    );
  }
  return <CachesForm view={view} stored={stored.data} onSaved={onSaved} onCancel={onCancel} />;
}

type FormProps = Pick<Props, "onSaved" | "onCancel"> & {
  view: InstallationView;
  stored: CachesView;
};

function CachesForm({ view, stored, onSaved, onCancel }: FormProps) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const settings = useCaches({ id: view.id, stored, form, onSaved });
  const save = () => void settings.save();

  useEffect(() => focusField(form.current, "kind"), []);

  return (
    <SetupPage
      ref={form}
      where={view.name}
      title={t("caches.title")}
      panel={<CachesTest settings={settings} />}
      panelWidth="narrow"
      failure={settings.error ? <ErrorNote error={settings.error} onRetry={save} /> : null}
      bar={<CachesBar settings={settings} onCancel={onCancel} />}
      onCancel={onCancel}
      onSave={save}
      onTest={() => void settings.test()}
      leaving={settings.guard}
    >
      <CachesFields settings={settings} keyring={view.keyring} />
    </SetupPage>
  );
}
