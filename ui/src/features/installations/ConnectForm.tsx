import { useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import type { ConnectionView, InstallationView } from "../../bridge/bindings";
import { ErrorNote } from "../../kit/ErrorNote";
import { focusField } from "../../kit/FormRows";
import { SetupPage } from "../../kit/SetupPage";
import { ConnectBar } from "./ConnectBar";
import { ConnectFields } from "./ConnectFields";
import { ConnectTest } from "./ConnectTest";
import type { ConnectDraft } from "./connectDraft";
import { type SavedConnection, useConnect } from "./useConnect";

type Props = {
  installations: readonly InstallationView[];
  stored: { view: InstallationView; connection: ConnectionView } | null;
  first: ConnectDraft;
  onSaved: (saved: SavedConnection) => void;
  onCancel: () => void;
};

/** The form of a connection, with its test beside it. */
export function ConnectForm({ installations, stored, first, onSaved, onCancel }: Props) {
  const { t } = useTranslation();
  const form = useRef<HTMLFormElement>(null);
  const connect = useConnect({ stored, draft: first, form, onSaved });
  const save = () => void connect.save();
  const test = () => void connect.test();

  useEffect(() => focusField(form.current, "name"), []);

  return (
    <SetupPage
      ref={form}
      where={stored === null ? t("installations.connect.where") : t("installations.title")}
      title={
        stored === null
          ? t("installations.connect.title")
          : t("installations.connect.changeTitle", { name: stored.view.name })
      }
      panel={<ConnectTest connect={connect} isNew={stored === null} />}
      failure={connect.error ? <ErrorNote error={connect.error} onRetry={save} /> : null}
      bar={<ConnectBar connect={connect} isNew={stored === null} onCancel={onCancel} />}
      onCancel={onCancel}
      // Ctrl+S goes as far as it may: what is not tested yet is tested first.
      onSave={connect.maySave ? save : test}
      onTest={test}
      leaving={connect.guard}
    >
      <ConnectFields connect={connect} stored={stored} installations={installations} />
    </SetupPage>
  );
}
