import { useQuery, useQueryClient } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { health, retrySources } from "../../api/health";
import { sources } from "../../api/sources";
import type { InstallationView } from "../../bridge/bindings";
import { installationName } from "../../i18n/installationWords";
import { ErrorNote } from "../../kit/ErrorNote";
import { isOfInstallation } from "../../kit/LoginWays";
import { Page } from "../../kit/Page";
import { Waiting } from "../../kit/Waiting";
import { ActingAgent } from "./ActingAgent";
import { SignIn } from "./SignIn";
import { Sources } from "./Sources";
import { SystemSettings } from "./SystemSettings";
import type { BackEndWays } from "./ways";

type Props = {
  installation: InstallationView;
  /** The setting that the reader came for. */
  setting?: string | undefined;
  ways: BackEndWays;
};

/** The sources of an installation, and the settings of OTOBO's that matter here. */
export function BackEndsView({ installation, setting, ways }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { data, error, refetch } = useQuery(sources());
  const standing = useQuery(health()).data ?? [];
  // Said once: all sources in OTOBO's own database share its login. The others have theirs in their form.
  const refused = standing.map((one) => one.error).find((one) => one && isOfInstallation(one));
  const name = installationName(t, installation);
  const isLocal = installation.kind === "localDirectory";
  return (
    <Page
      where={name}
      title={t("backEnds.title")}
      text={isLocal ? t("backEnds.local") : t("backEnds.text", { name })}
    >
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!error && !data ? <Waiting /> : null}
      {refused ? <ErrorNote error={refused} onRetry={() => void retrySources(client)} /> : null}
      {data ? (
        <>
          <Sources kind="customerUsers" sources={data} ways={isLocal ? null : ways} />
          <Sources kind="customers" sources={data} ways={isLocal ? null : ways} />
        </>
      ) : null}
      {isLocal ? null : <ActingAgent />}
      {isLocal ? null : <SignIn />}
      {isLocal ? null : <SystemSettings sought={setting} />}
    </Page>
  );
}
