import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { TypedGroupRequest } from "../bridge/bindings";
import { commands } from "../bridge/bridge";
import { appStart } from "./app";

/** Characters of a passphrase at least; the core holds to it. */
export const leastCharacters = 10;

/** How keys and files are protected. */
export const security = () =>
  queryOptions({
    queryKey: ["security"],
    queryFn: () => commands.securityRead(),
    staleTime: Number.POSITIVE_INFINITY,
  });

/** Begins anew: what waits to be encrypted is, and under app lock the passphrase is asked for. */
export const restart = () => mutationOptions({ mutationFn: restartNow });

/*
 * Plain calls rather than queries and mutations: what they take and give is secret, and the caches would
 * keep it for minutes.
 */

/** Takes the passphrase, and starts. */
export async function unlock(client: QueryClient, passphrase: string): Promise<void> {
  await commands.appUnlock(passphrase);
  await startAgain(client);
}

/** Takes the recovery code in the place of a key that is gone, and starts if it is the right one. */
export async function recover(client: QueryClient, code: string, passphrase: string | null) {
  const answer = await commands.recoveryUse(code, passphrase);
  if (answer.kind === "kept") await startAgain(client);
  return answer;
}

/** Begins with a new own store; the one that nobody can open is set aside. */
export async function beginWithNewSettings(client: QueryClient): Promise<void> {
  await commands.ownStoreSetAside();
  await startAgain(client);
}

/** Everything that was asked for before the files were open has failed. */
async function startAgain(client: QueryClient): Promise<void> {
  const others = client.resetQueries({ predicate: ({ queryKey }) => queryKey[0] !== "app" });
  await client.refetchQueries(appStart());
  await others;
}

/** Turns the app lock on. */
export async function turnLockOn(client: QueryClient, passphrase: string): Promise<void> {
  await commands.appLockTurnOn(passphrase);
  await client.invalidateQueries(security());
}

/** Changes the passphrase. */
export const changePassphrase = (current: string, passphrase: string) =>
  commands.appLockChange(current, passphrase);

/** Turns the app lock off. */
export async function turnLockOff(client: QueryClient, current: string): Promise<void> {
  await commands.appLockTurnOff(current);
  await client.invalidateQueries(security());
}

/** The groups of the recovery code; `null` once it was confirmed. */
export async function showRecoveryCode(): Promise<readonly string[] | null> {
  return (await commands.recoveryShow())?.groups ?? null;
}

/** Compares groups that were typed back. */
export async function confirmRecoveryCode(client: QueryClient, typed: TypedGroupRequest[]) {
  const answer = await commands.recoveryConfirm(typed);
  if (answer.kind === "confirmed") await client.invalidateQueries(security());
  return answer;
}

/** Begins anew at once. */
export const restartNow = () => commands.appRestart();
