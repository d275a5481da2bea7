import { useMutation, useQuery } from "@tanstack/react-query";
import { Building2, Plug, Users } from "lucide-react";
import { useTranslation } from "react-i18next";
import { jobCancel, latestProgress, sampleDataLoad } from "../../api/jobs";
import type { JobProgress } from "../../bridge/bindings";
import { useFormat } from "../../i18n/format";
import { Button } from "../../kit/Button";
import { EmptyState, Way, Ways } from "../../kit/EmptyState";
import { ErrorNote } from "../../kit/ErrorNote";
import { Progress } from "../../kit/Progress";
import type { CustomerUserWays } from "./ways";

type Props = {
  /** Sample data goes into the local directory, and a database is connected already elsewhere. */
  isLocal: boolean;
  ways: CustomerUserWays;
};

/** Nobody is there: nothing blank, and the ways on. */
export function FirstRun({ isLocal, ways }: Props) {
  const { t } = useTranslation();
  const load = useMutation(sampleDataLoad());
  const { data: progress } = useQuery(latestProgress());
  const failure = load.error ?? progress?.error;

  if (progress?.state === "running") return <Loading progress={progress} />;
  if (failure && progress?.state !== "cancelled") {
    return <ErrorNote error={failure} onRetry={() => load.mutate()} />;
  }
  return (
    <EmptyState title={t("firstRun.title")} text={t("firstRun.text")}>
      <Ways>
        <Way
          icon={<Building2 aria-hidden="true" />}
          title={t("firstRun.addCustomer")}
          text={t("firstRun.addCustomerText")}
          shortcut="N"
          onPress={ways.onAddCustomer}
        />
        {isLocal ? (
          <>
            <Way
              icon={<Plug aria-hidden="true" />}
              title={t("firstRun.connect")}
              text={t("firstRun.connectText")}
              onPress={ways.onConnect}
            />
            <Way
              icon={<Users aria-hidden="true" />}
              title={t("firstRun.loadSample")}
              text={t("firstRun.loadSampleText")}
              onPress={() => load.mutate()}
            />
          </>
        ) : null}
      </Ways>
    </EmptyState>
  );
}

function Loading({ progress }: { progress: JobProgress }) {
  const { t } = useTranslation();
  const format = useFormat();
  const cancel = useMutation(jobCancel());
  const { done, total } = progress;
  const words =
    total === null
      ? t("firstRun.progress", { done: format.number(done) })
      : t("firstRun.progressOf", { done: format.number(done), total: format.number(total) });
  return (
    <EmptyState title={t("firstRun.loading")} text={t("firstRun.loadingText")}>
      <Progress label={t("firstRun.loading")} done={done} total={total} words={words} />
      <Button onPress={() => cancel.mutate(progress.job)} isDisabled={cancel.isPending}>
        {t("common.cancel")}
      </Button>
    </EmptyState>
  );
}
