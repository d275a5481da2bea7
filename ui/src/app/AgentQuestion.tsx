import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type KeyboardEvent, useState } from "react";
import { useTranslation } from "react-i18next";
import { agents, chooseAgent } from "../api/agents";
import type { WhyAgent } from "../api/questions";
import type { AgentView } from "../bridge/bindings";
import { installationName } from "../i18n/installationWords";
import { Button } from "../kit/Button";
import { Dialog } from "../kit/Dialog";
import { ErrorNote } from "../kit/ErrorNote";
import { PickList } from "../kit/PickList";
import { TextField } from "../kit/TextField";
import { Waiting } from "../kit/Waiting";
import styles from "./AgentQuestion.module.css";
import { useAppView } from "./useAppView";

/** From this number on, a name is found by typing rather than by looking. */
const manyAgents = 8;

type Props = { why: WhyAgent; onAnswer: (isChosen: boolean) => void };

/** Asks on whose behalf changes are written; tells whether somebody was chosen. */
export function AgentQuestion({ why, onAnswer }: Props) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const { installation } = useAppView();
  // Whoever was valid yesterday may not be today.
  const { data, error, refetch } = useQuery({ ...agents(), staleTime: 0 });
  const [picked, setPicked] = useState<number | null>(null);
  const [isChoosing, setIsChoosing] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const chosen = picked ?? data?.acting ?? null;

  function choose(agent: number | null) {
    if (agent === null || isChoosing) return;
    setPicked(agent);
    setIsChoosing(true);
    setFailure(null);
    chooseAgent(client, agent)
      .then(() => onAnswer(true), setFailure)
      .finally(() => setIsChoosing(false));
  }

  return (
    <Dialog
      title={t("agent.title")}
      onClose={() => onAnswer(false)}
      actions={
        <>
          <Button onPress={() => onAnswer(false)}>{t("common.cancel")}</Button>
          <Button
            variant="primary"
            isDisabled={chosen === null || isChoosing}
            onPress={() => choose(chosen)}
          >
            {t("agent.choose")}
          </Button>
        </>
      }
    >
      {why === "invalid" ? <p role="alert">{t("agent.invalid")}</p> : null}
      <p>{t("agent.text", { name: installationName(t, installation) })}</p>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!error && !data ? <Waiting /> : null}
      {data?.agents.length === 0 ? <p>{t("agent.none")}</p> : null}
      {data && data.agents.length > 0 ? (
        <Agents agents={data.agents} picked={chosen} onPick={setPicked} onChoose={choose} />
      ) : null}
      {failure ? <ErrorNote error={failure} onRetry={() => choose(chosen)} /> : null}
    </Dialog>
  );
}

type AgentsProps = {
  agents: readonly AgentView[];
  picked: number | null;
  onPick: (agent: number) => void;
  /** Enter: whoever has the focus, who alone is found, or who is picked. */
  onChoose: (agent: number | null) => void;
};

function Agents({ agents: all, picked, onPick, onChoose }: AgentsProps) {
  const { t } = useTranslation();
  const [term, setTerm] = useState("");
  const isMany = all.length >= manyAgents;
  const found = all.filter((agent) => isCalled(agent, term));

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    event.stopPropagation();
    const option = (event.target as Element).closest<HTMLElement>("[role=option]")?.dataset.key;
    const [alone] = found.length === 1 ? found : [];
    onChoose(option === undefined ? (alone?.id ?? picked) : Number(option));
  }

  return (
    <div role="presentation" className={styles.agents} onKeyDownCapture={onKeyDown}>
      {isMany ? (
        <TextField label={t("agent.search")} value={term} onChange={setTerm} autoFocus />
      ) : null}
      {found.length === 0 ? (
        <p role="status">{t("agent.nobodyFound")}</p>
      ) : (
        <PickList
          label={t("agent.list")}
          autoFocus={!isMany}
          choices={found.map(({ id, name, login }) => ({
            id: String(id),
            name: name || login,
            detail: name ? login : "",
          }))}
          picked={picked === null ? null : String(picked)}
          onPick={(id) => onPick(Number(id))}
        />
      )}
    </div>
  );
}

function isCalled({ name, login }: AgentView, term: string): boolean {
  const wanted = term.trim().toLocaleLowerCase();
  return `${name} ${login}`.toLocaleLowerCase().includes(wanted);
}
