import type { ReactNode } from "react";
import { ErrorNote } from "./ErrorNote";
import { FormInstead, FormPlace } from "./FormInstead";
import { Waiting } from "./Waiting";

type Props<Found> = {
  opened:
    | { kind: "waiting" }
    | { kind: "failed"; error: Error; retry: () => void }
    | { kind: "gone" }
    | { kind: "found"; record: Found | null };
  /** What stands there when the record is not there any more: why, and the way back. */
  gone: { title: string; text: string; back: ReactNode };
  children: (record: Found | null) => ReactNode;
};

/** A form as soon as its record is read; until then, or if it cannot be, what there is to say. */
export function FormOpening<Found>({ opened, gone, children }: Props<Found>) {
  switch (opened.kind) {
    case "waiting":
      return <Waiting />;
    case "failed":
      return (
        <FormPlace>
          <ErrorNote heading="h1" error={opened.error} onRetry={opened.retry} />
        </FormPlace>
      );
    case "gone":
      return <FormInstead {...gone} />;
    case "found":
      return children(opened.record);
  }
}
