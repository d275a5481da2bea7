import { mutationOptions, type QueryClient, queryOptions } from "@tanstack/react-query";
import type { JobProgress } from "../bridge/bindings";
import { commands, events } from "../bridge/bridge";

/** Fills the empty local directory with sample rows; the answer is the job's id. */
export const sampleDataLoad = () =>
  mutationOptions({ mutationFn: () => commands.sampleDataLoad() });

/** Asks a job to stop; its progress tells when it has. */
export const jobCancel = () =>
  mutationOptions({ mutationFn: (job: string) => commands.jobCancel(job) });

/** The newest progress of any job; it outlives the view that started the job. */
export const latestProgress = () =>
  queryOptions({
    queryKey: ["jobs"],
    queryFn: (): JobProgress | null => null,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: Number.POSITIVE_INFINITY,
  });

/** Keeps the progress of jobs at hand; gives the way to stop. */
export function listenToJobs(client: QueryClient): () => void {
  const listening = events.jobProgress.listen(({ payload }) => {
    client.setQueryData(latestProgress().queryKey, payload);
  });
  return () => void listening.then((stop) => stop());
}
