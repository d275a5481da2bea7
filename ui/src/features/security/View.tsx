import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { security } from "../../api/security";
import { ErrorNote } from "../../kit/ErrorNote";
import { Page } from "../../kit/Page";
import { Waiting } from "../../kit/Waiting";
import { SecurityFiles } from "./Files";
import { SecurityLock } from "./Lock";
import { SecurityRecovery } from "./Recovery";

/** How the files on this computer are protected, and what can be done about it. */
export function SecurityView({ onLock }: { onLock: () => void }) {
  const { t } = useTranslation();
  const { data, error, isPending, refetch } = useQuery(security());
  return (
    <Page title={t("security.title")} text={t("security.text")}>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {isPending ? <Waiting /> : null}
      {data ? (
        <>
          <SecurityLock view={data} onLock={onLock} />
          <SecurityFiles view={data} />
          <SecurityRecovery view={data} />
        </>
      ) : null}
    </Page>
  );
}
