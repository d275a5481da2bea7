import { type QueryClient, queryOptions } from "@tanstack/react-query";
import type { NewSource, SourceForm } from "../bridge/bindings";
import { commands } from "../bridge/bridge";
import { readInstallationAnew } from "./installations";

/** All sources of the current installation, customer users first, in the order they are asked. */
export const sources = () =>
  queryOptions({ queryKey: ["sources"], queryFn: () => commands.sourcesRead() });

/** What a form opens with: the settings of a source, or those of a new one. */
export const sourceOpened = (of: { id: string } | { new: NewSource }) =>
  queryOptions({
    queryKey: ["sources", "form", of],
    queryFn: () => ("id" in of ? commands.sourceFind(of.id) : commands.sourceNew(of.new)),
    // A form never starts from what was read earlier.
    staleTime: 0,
    gcTime: 0,
  });

/** A form whose module was changed, with the keys of what it stands for now. */
export const arrangeSource = (form: SourceForm) => commands.sourceArrange(form);

/** What is wrong with a form while it is being filled in. */
export const checkSource = (form: SourceForm) => commands.sourceCheck(form);

/** Reads with the settings of a form; nothing is stored. */
export const testSource = (form: SourceForm) => commands.sourceTest(form);

/** Keeps a form; when it is saved, the window reads the installation with it. */
export async function saveSource(client: QueryClient, form: SourceForm) {
  const answer = await commands.sourceSave(form);
  if (answer.saved) await readInstallationAnew(client);
  return answer;
}

/** Takes a source away. */
export async function removeSource(client: QueryClient, id: string): Promise<void> {
  await commands.sourceRemove(id);
  await readInstallationAnew(client);
}
