import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate, useParams, useRouter } from "@tanstack/react-router";
import type { TFunction } from "i18next";
import { useTranslation } from "react-i18next";
import { installations, readInstallationAnew } from "../api/installations";
import type { SecretKept } from "../bridge/bindings";
import { CachesSettings } from "../features/installations/Caches";
import { ConnectView } from "../features/installations/Connect";
import { ManageInstallations } from "../features/installations/Manage";
import { Unlock } from "../features/installations/Unlock";
import type { SavedConnection } from "../features/installations/useConnect";
import { errorWords } from "../i18n/errorWords";
import { useToast } from "../kit/Toast";
import { Waiting } from "../kit/Waiting";
import { NotFound } from "./NotFound";
import { useAppView } from "./useAppView";

/** All installations. */
export function InstallationsRoom() {
  const navigate = useNavigate();
  return (
    <ManageInstallations
      onConnect={() => void navigate({ to: "/installations/new" })}
      onOpen={(id) => void navigate({ to: "/installations/$id/open", params: { id } })}
      onChange={(id) => void navigate({ to: "/installations/$id", params: { id } })}
      onCaches={(id) => void navigate({ to: "/installations/$id/caches", params: { id } })}
    />
  );
}

/** The form of a new installation; it is opened as soon as it is connected. */
export function NewInstallationRoom() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const toast = useToast();
  const back = useWayBack();
  const onSaved = ({ id, ...saved }: SavedConnection) => {
    toast(savedWords(t, "connected", saved));
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
  const onSaved = ({ id: saved, ...how }: SavedConnection) => {
    toast(savedWords(t, "changed", how));
    if (saved === installation.id) void readInstallationAnew(client);
    else void client.invalidateQueries({ queryKey: ["installations"] });
    void navigate({ to: "/installations", replace: true });
  };
  return <ConnectView key={id} id={id} onSaved={onSaved} onCancel={back} />;
}

/** How OTOBO's caches are cleared after a write. */
export function CachesRoom() {
  const { t } = useTranslation();
  const { id } = useParams({ from: "/installations/$id/caches" });
  const toast = useToast();
  const back = useWayBack();
  const onSaved = (kept: SecretKept | null) => {
    toast(t(`caches.saved.${kept ?? "plain"}`));
    back();
  };
  return <CachesSettings key={id} id={id} onSaved={onSaved} onCancel={back} />;
}

/** The password of an installation, where the server does not take the one that is kept. */
export function PasswordRoom() {
  const { id } = useParams({ from: "/installations/$id/password" });
  const navigate = useNavigate();
  const back = useWayBack();
  const { data } = useQuery(installations());
  const installation = data?.find((one) => one.id === id);
  if (!data) return <Waiting />;
  if (!installation) return <NotFound />;
  return (
    <Unlock
      key={id}
      installation={installation}
      onChange={() => void navigate({ to: "/installations/$id", params: { id } })}
      onUnlocked={back}
    />
  );
}

/** What is said of a connection that was saved: whether it works is only said of one that was tried. */
function savedWords(
  t: TFunction,
  done: "connected" | "changed",
  { kept, proof }: Omit<SavedConnection, "id">,
): string {
  if (proof === "passed") return t(`installations.connect.${done}.${kept}`);
  if (proof === "untested") return t("installations.connect.savedOnly.untested");
  const { what } = errorWords(t, proof);
  return t("installations.connect.savedOnly.failed", { what });
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
