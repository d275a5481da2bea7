import { type ReactNode, useMemo, useState } from "react";
import {
  type Conflict,
  type Questions,
  QuestionsContext,
  type Settlement,
  type WhyAgent,
} from "../api/questions";
import { ConflictDialog } from "../kit/ConflictDialog";
import { conflictRows, settled } from "../lib/conflict";
import { AgentQuestion } from "./AgentQuestion";
import { RenameQuestion } from "./RenameQuestion";

type Asking =
  | { kind: "agent"; why: WhyAgent; answer: (isChosen: boolean) => void }
  | { kind: "conflict"; conflict: Conflict; answer: (settlement: Settlement) => void };

/** A new name that is asked about, or on its way. */
type AskingName = { isMoving: boolean } & Pick<
  Parameters<typeof RenameQuestion>[0],
  "renaming" | "of" | "onGo" | "onCancel"
>;

/** Asks, over whatever view writes, what has to be known before something is written. */
export function WritingQuestions({ children }: { children: ReactNode }) {
  const [asking, setAsking] = useState<Asking | null>(null);
  const [naming, setNaming] = useState<AskingName | null>(null);
  const questions = useMemo<Questions>(
    () => ({
      agent: (why) =>
        new Promise((resolve) => {
          const answer = (isChosen: boolean) => {
            setAsking(null);
            resolve(isChosen);
          };
          setAsking({ kind: "agent", why, answer });
        }),
      conflict: (conflict) => {
        const { fields, versions } = conflict;
        // What differs is nothing that anybody could choose: theirs stays there.
        if (conflictRows(fields, versions).length === 0) {
          return Promise.resolve({ kind: "save", values: settled(versions, [], {}) });
        }
        return new Promise((resolve) => {
          const answer = (settlement: Settlement) => {
            setAsking(null);
            resolve(settlement);
          };
          setAsking({ kind: "conflict", conflict, answer });
        });
      },
      rename: (renaming, of) =>
        new Promise((resolve) => {
          const done = () => setNaming((now) => (now?.renaming === renaming ? null : now));
          setNaming({
            renaming,
            of,
            isMoving: false,
            onGo: (options) => {
              setNaming((now) => now && { ...now, isMoving: true });
              resolve({ options, done });
            },
            onCancel: () => {
              done();
              resolve(null);
            },
          });
        }),
    }),
    [],
  );
  return (
    <QuestionsContext value={questions}>
      {children}
      {naming && !asking ? <RenameQuestion {...naming} /> : null}
      {asking?.kind === "agent" ? (
        <AgentQuestion why={asking.why} onAnswer={asking.answer} />
      ) : null}
      {asking?.kind === "conflict" ? (
        <ConflictDialog
          {...asking.conflict}
          onSave={(values) => asking.answer({ kind: "save", values })}
          onTheirs={() => asking.answer({ kind: "theirs" })}
          onBack={(chosen) => asking.answer({ kind: "back", chosen })}
        />
      ) : null}
    </QuestionsContext>
  );
}
