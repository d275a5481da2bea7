import type { TFunction } from "i18next";
import type { InstallationView } from "../bridge/bindings";
import { installationInitials } from "../lib/initials";

type Named = Pick<InstallationView, "kind" | "name" | "place">;

/** What an installation is called; the local directory has its name from here. */
export function installationName(t: TFunction, { kind, name }: Named): string {
  return kind === "localDirectory" ? t("installation.localDirectory") : name;
}

/** Where an installation is. */
export function installationPlace(t: TFunction, { kind, place }: Named): string {
  return kind === "localDirectory" ? t("installation.onThisComputer") : place;
}

/** Two letters that stand for an installation. */
export function installationSign(t: TFunction, view: Named): string {
  if (view.kind === "localDirectory") return t("installation.sign");
  return installationInitials(view.name);
}
