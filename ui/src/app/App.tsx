import {
  type QueryClient,
  QueryClientProvider,
  useMutation,
  useQuery,
} from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { type ReactNode, useEffect, useState } from "react";
import { appStart } from "../api/app";
import { listenToChanges } from "../api/changes";
import { textCopy } from "../api/clipboard";
import { listenToHealth } from "../api/health";
import { listenToJobs } from "../api/jobs";
import { restoredPlace } from "../api/locking";
import { listenToMirror } from "../api/mirror";
import { endLeftSearches } from "../api/search";
import { toCommandError } from "../bridge/errors";
import { CopyTextContext } from "../kit/CopyButton";
import { Locale } from "../kit/Locale";
import { ToastProvider } from "../kit/Toast";
import { Waiting } from "../kit/Waiting";
import { handOver } from "../lib/earlyPage";
import { ErrorBoundary } from "./ErrorBoundary";
import { RecoverPage } from "./RecoverPage";
import { makeRouter, readLater } from "./router";
import { StartFailure } from "./StartFailure";
import { Statements } from "./Statements";
import { UndoOffers } from "./UndoOffers";
import { UnlockPage } from "./UnlockPage";
import { useAppearance } from "./useAppearance";
import { WritingQuestions } from "./WritingQuestions";

/** How long the first view has the window for itself, in milliseconds. */
const restAfter = 2000;

/** The whole window: what every view stands on, and the way from the start to the first view. */
export function App({ client }: { client: QueryClient }) {
  return (
    <QueryClientProvider client={client}>
      <Locale>
        <ToastProvider>
          <Clipboard>
            <ErrorBoundary>
              <Statements>
                <WritingQuestions>
                  <UndoOffers>
                    <Start client={client} />
                  </UndoOffers>
                </WritingQuestions>
              </Statements>
            </ErrorBoundary>
          </Clipboard>
        </ToastProvider>
      </Locale>
    </QueryClientProvider>
  );
}

/** Gives the kit the way to the clipboard. */
function Clipboard({ children }: { children: ReactNode }) {
  const { mutateAsync } = useMutation(textCopy());
  return <CopyTextContext value={mutateAsync}>{children}</CopyTextContext>;
}

function Start({ client }: { client: QueryClient }) {
  const app = useQuery(appStart());
  const [router] = useState(() => makeRouter(client));
  useAppearance(app.data?.installation.hue);

  useEffect(() => listenToChanges(client), [client]);
  useEffect(() => listenToJobs(client), [client]);
  useEffect(() => listenToHealth(client), [client]);
  useEffect(() => listenToMirror(client), [client]);
  useEffect(() => endLeftSearches(client), [client]);

  useEffect(() => {
    if (!app.isSuccess) return;
    const timer = setTimeout(() => {
      handOver();
      void readLater();
    }, restAfter);
    return () => clearTimeout(timer);
  }, [app.isSuccess]);

  const restored = useQuery({ ...restoredPlace(client), enabled: app.isSuccess });

  // Before anything is drawn: the form has to find what waits for it.
  const place = restored.data;
  const [isBack, setIsBack] = useState(false);
  if (place && !isBack) {
    router.history.replace(place);
    setIsBack(true);
  }

  useEffect(() => {
    if (isBack) handOver();
  }, [isBack]);

  const code = app.error ? toCommandError(app.error).code : null;
  if (code === "vaultLocked") return <UnlockPage />;
  if (code === "recoveryNeeded") {
    return <RecoverPage why="keyGone" onOther={() => void app.refetch()} />;
  }
  if (app.error) return <StartFailure error={app.error} onRetry={() => void app.refetch()} />;
  if (app.isPending || restored.isPending) return <Waiting />;
  return <RouterProvider router={router} />;
}
