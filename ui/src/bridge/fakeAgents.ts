import type { AgentsView } from "./bindings";
import type { FakeCore, Only } from "./fake";
import { agents } from "./fakeInstallation";
import { fakeError } from "./fakeOptions";

/** On whose behalf changes are written. */
export function agentCommands({ installations, read }: FakeCore) {
  const view = (): AgentsView => {
    const { acting } = installations.current;
    const isValid = agents.some(({ id }) => id === acting);
    return { agents: [...agents], acting: isValid ? acting : null };
  };
  return {
    agentsRead: () => read(view),
    agentChoose: (agent) =>
      read(() => {
        if (!agents.some((one) => one.id === agent)) throw fakeError("agentUnknown");
        installations.current.acting = agent;
        return view();
      }),
  } satisfies Only<"agentsRead" | "agentChoose">;
}
