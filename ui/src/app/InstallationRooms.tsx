import { useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useRouter } from "@tanstack/react-router";
import { useTranslation } from "react-i18next";
import { readInstallationAnew } from "../api/installations";
import type { SecretKept } from "../bridge/bindings";
import { ConnectView } from "../features/installations/Connect";
import { ManageInstallations } from "../features/installations/Manage";
import { useToast } from "../kit/Toast";
import { useAppView } from "./useAppView";

/** All installations. */
export function InstallationsRoom() {
  const navigate = useNavigate();
  return (
    <ManageInstallations
      onConnect={() => void navigate({ to: "/installations/new" })}
      onOpen={(id) => void navigate({ to: "/installations/$id/open", params: { id } })}
      onChange={(id) => void navigate({ to: "/installations/$id", params: { id } })}
    />
  );
}

/** The form of a new installation; it is opened as soon as it is connected. */
export function NewInstallationRoom() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const toast = useToast();
  const back = useWayBack();
  const onSaved = (id: string, kept: SecretKept) => {
    toast(t(`installations.connect.connected.${kept}`));
    void navigate({ to: "/installations/$id/open", params: { id }, replace: true });
  };
  return <ConnectView id={null} onSaved={onSaved} onCancel={back} />;
}

/** The form of an installation that is there. */
export function InstallationRoom() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/installations/$id" });
  const { installation } = useAppView();
  const client = useQueryClient();
  const navigate = useNavigate();
  const toast = useToast();
  const back = useWayBack();
  const onSaved = (saved: string, kept: SecretKept) => {
    toast(t(`installations.connect.changed.${kept}`));
    if (saved === installation.id) void readInstallationAnew(client);
    else void client.invalidateQueries({ queryKey: ["installations"] });
    void navigate({ to: "/installations", replace: true });
  };
  return <ConnectView key={id} id={id} onSaved={onSaved} onCancel={back} />;
}

/** Back to where the form was opened from; to the installations, where it was opened by its address. */
function useWayBack(): () => void {
  const router = useRouter();
  const navigate = useNavigate();
  return () => {
    if (router.history.canGoBack()) router.history.back();
    else void navigate({ to: "/installations" });
  };
}
