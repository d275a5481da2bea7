import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { agents } from "../../api/agents";
import { useQuestions } from "../../api/questions";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { Panel } from "../../kit/Panel";
import { Waiting } from "../../kit/Waiting";
import styles from "./Sources.module.css";

/** On whose behalf changes to this installation are written. */
export function ActingAgent() {
  const { t } = useTranslation();
  const { agent: ask } = useQuestions();
  const { data, error, refetch } = useQuery(agents());
  const acting = data?.agents.find(({ id }) => id === data.acting);
  return (
    <Panel
      title={t("agent.panel")}
      actions={
        <Button
          aria-label={acting ? t("agent.changeNamed", { name: acting.name }) : t("agent.choose")}
          onPress={() => void ask("other")}
        >
          {acting ? t("agent.change") : t("agent.choose")}
        </Button>
      }
    >
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!error && !data ? <Waiting /> : null}
      {data && !acting ? <p>{t("agent.nobody")}</p> : null}
      {acting ? (
        <p className={styles.name}>
          {acting.name} <code className={styles.id}>{acting.login}</code>
        </p>
      ) : null}
    </Panel>
  );
}
