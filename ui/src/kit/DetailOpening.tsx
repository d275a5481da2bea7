import type { ReactNode } from "react";
import { DetailTrouble } from "./DetailPane";
import { EmptyState } from "./EmptyState";
import { ErrorNote } from "./ErrorNote";
import { Waiting } from "./Waiting";

type Props<Found> = {
  /** The record that is asked for; `null` when there is none. */
  asked: {
    data: Found | null | undefined;
    error: Error | null;
    refetch: () => unknown;
  };
  /** What stands there when the record is not there any more. */
  gone: { title: string; text: string };
  children: (record: Found) => ReactNode;
};

/** A detail as soon as its record is read; until then, or if it cannot be, what there is to say. */
export function DetailOpening<Found>({ asked, gone, children }: Props<Found>) {
  const { data, error, refetch } = asked;
  if (error) {
    return (
      <DetailTrouble>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </DetailTrouble>
    );
  }
  if (data === undefined) return <Waiting />;
  return data === null ? <EmptyState {...gone} /> : children(data);
}
