import type { FindingView } from "../bridge/bindings";
import type { Values } from "../lib/dirty";
import type { Settlement } from "./questions";
import type { EditDraft, RecordAnswer } from "./recordKinds";

/** How a save ended, after all that had to be asked. */
export type Ending<Draft, Saved> =
  | { kind: "saved"; sent: Draft; answer: Saved }
  | { kind: "refused"; findings: FindingView[] }
  /** Theirs stays. */
  | { kind: "theirs"; sent: Draft; theirs: Values }
  /** Nothing was decided: an error, another save on its way, or back to the form. */
  | { kind: "left" };

type Ways<Draft, Answer> = {
  /** `null` when it could not be sent; why is said elsewhere. */
  save: (draft: Draft) => Promise<Answer | null>;
  ask: (sent: Draft, theirs: Values) => Promise<Settlement>;
  /** What was chosen is on its way. */
  onChosen: (sent: Draft, chosen: Draft) => void;
};

/** Saves over what the draft was opened with; asks as often as somebody else was faster. */
export async function saveAsking<
  Draft extends EditDraft,
  Answer extends RecordAnswer<unknown> = RecordAnswer<unknown>,
>(
  draft: Draft,
  { save, ask, onChosen }: Ways<Draft, Answer>,
): Promise<Ending<Draft, Extract<Answer, { kind: "saved" }>>> {
  for (let sent = draft; ; ) {
    const answer = await save(sent);
    if (answer === null) return { kind: "left" };
    if (answer.kind === "refused") return { kind: "refused", findings: answer.findings };
    if (answer.kind === "saved") {
      return { kind: "saved", sent, answer: answer as Extract<Answer, { kind: "saved" }> };
    }
    const { theirs } = answer;
    const settlement = await ask(sent, theirs);
    if (settlement.kind === "back") return { kind: "left" };
    if (settlement.kind === "theirs") return { kind: "theirs", sent, theirs };
    const chosen = { ...sent, values: settlement.values, editing: over(sent, theirs) };
    onChosen(sent, chosen);
    sent = chosen;
  }
}

/** Saving goes over what they stored from now on. */
function over({ editing }: EditDraft, theirs: Values): EditDraft["editing"] {
  return editing && { ...editing, was: theirs };
}
