import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { SignInRequest, SignInSaveView } from "../bridge/bindings";
import { commands } from "../bridge/bridge";
import { settingsKey } from "./keys";

/** The modules of the customers' sign-in, in the order in which they are tried. */
export const signInModules = () =>
  queryOptions({ queryKey: [...settingsKey, "signIn"], queryFn: () => commands.signInRead() });

/** What a test of a login would ask; never an older answer, since a try counts at directories. */
export const loginPreview = (login: string) =>
  queryOptions({
    queryKey: [...settingsKey, "loginPreview", login],
    queryFn: () => commands.customerUserPreviewLogin(login),
    staleTime: 0,
    gcTime: 0,
  });

/** Keeps a module. A plain call: the query cache would keep the password. */
export async function saveSignIn(
  client: QueryClient,
  request: SignInRequest,
): Promise<SignInSaveView> {
  const saved = await commands.signInSave(request);
  if (saved.findings.length === 0) await client.invalidateQueries({ queryKey: settingsKey });
  return saved;
}
