import { type Query, type QueryClient, queryOptions } from "@tanstack/react-query";
import type {
  AppView,
  ConnectionRequest,
  InstallationRequest,
  Keeping,
  UnlockView,
} from "../bridge/bindings";
import { commands } from "../bridge/bridge";
import { appStart } from "./app";

/** All installations, the local directory first. */
export const installations = () =>
  queryOptions({ queryKey: ["installations"], queryFn: () => commands.installationsRead() });

/** How an installation is reached; `null` for the local directory. Its password never comes along. */
export const installationConnection = (id: string) =>
  queryOptions({
    queryKey: ["installations", "connection", id],
    queryFn: () => commands.installationConnection(id),
  });

/*
 * Plain calls rather than mutations: what they take holds a password, and the mutation cache would
 * keep it for minutes.
 */

/** Tries a connection; nothing is stored. */
export const testConnection = (request: ConnectionRequest) => commands.installationTest(request);

/** Keeps an installation; a refusal is an answer, not an error. */
export const saveInstallation = (request: InstallationRequest) =>
  commands.installationSave(request);

/** Gives the password of an installation, and shows what can be read with it once it is kept. */
export async function unlockInstallation(
  client: QueryClient,
  id: string,
  password: string,
  keeping: Keeping,
): Promise<UnlockView> {
  const answer = await commands.installationUnlock(id, password, keeping);
  if (answer.kind === "kept") await readInstallationAnew(client);
  return answer;
}

/** Looks whether the password of the installation can be had by now, as when a keyring was started. */
export async function lookForPassword(client: QueryClient): Promise<void> {
  await commands.healthRetry();
  await readInstallationAnew(client);
}

/** Forgets an installation. If the window showed it, it shows the one that the core chose instead. */
export async function removeInstallation(client: QueryClient, id: string): Promise<void> {
  await commands.installationRemove(id);
  await readInstallationAnew(client);
}

/** Shows another installation: nothing that was read of the one before stays. */
export async function switchInstallation(client: QueryClient, id: string): Promise<void> {
  show(client, await commands.installationSwitch(id));
}

/** Asks for the installation again after its connection, its password or its sources changed. */
export async function readInstallationAnew(client: QueryClient): Promise<void> {
  show(client, await commands.appStart());
}

/** What belongs to the window rather than to an installation. */
const ofTheWindow = new Set<unknown>([appStart().queryKey[0], "settings", "security", "jobs"]);

function show(client: QueryClient, app: AppView): void {
  const ofInstallation = { predicate: (query: Query) => !ofTheWindow.has(query.queryKey[0]) };
  client.setQueryData(appStart().queryKey, app);
  client.removeQueries({ ...ofInstallation, type: "inactive" });
  void client.resetQueries(ofInstallation);
}
