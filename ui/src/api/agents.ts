import { type QueryClient, queryOptions } from "@tanstack/react-query";
import { commands } from "../bridge/bridge";

/** The agents of the current installation, and the one who signs changes. */
export const agents = () =>
  queryOptions({ queryKey: ["agents"], queryFn: () => commands.agentsRead() });

/** Chooses who signs changes from now on. */
export async function chooseAgent(client: QueryClient, agent: number): Promise<void> {
  client.setQueryData(agents().queryKey, await commands.agentChoose(agent));
}
