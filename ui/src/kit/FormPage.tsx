import { type ReactNode, type Ref, useId, useState } from "react";
import type { CommandError } from "../bridge/bindings";
import styles from "./FormPage.module.css";
import { fieldLeft } from "./FormRows";
import { LeaveQuestion, type Leaving } from "./LeaveQuestion";
import { Note } from "./Note";
import { type Attention, SaveBar } from "./SaveBar";
import { SaveFailure } from "./SaveFailure";
import { useFormKeys } from "./useFormKeys";

type Props = {
  /** Where the form belongs: the list's name. */
  where: string;
  title: string;
  ref: Ref<HTMLFormElement>;
  children: ReactNode;
  attention: readonly Attention[];
  onAttend: (field: string) => void;
  /** The focus left a field. */
  onLeave: (field: string) => void;
  saving: boolean;
  saved: boolean;
  /** Why the last save failed. */
  error: CommandError | null;
  /** Something else that came of it. */
  note: string | null;
  /** Reads the record again, where nobody knows how the save ended. */
  onReread?: (() => Promise<void>) | undefined;
  onCancel: () => void;
  onSave: () => void;
  onFinish: () => void;
  /** The question before a changed form is left. */
  leaving: Leaving;
};

/** A record's form as a whole view: head, fields, save bar, its keys, and the question at leaving. */
export function FormPage(props: Props) {
  const { where, title, ref, children, error, note, onReread, leaving, onLeave, ...bar } = props;
  const titleId = useId();
  const [finishing, setFinishing] = useState(false);
  const onSave = () => {
    setFinishing(false);
    bar.onSave();
  };
  const onFinish = () => {
    setFinishing(true);
    bar.onFinish();
  };
  useFormKeys({ onSave, onFinish, onCancel: bar.onCancel });
  return (
    <div className={styles.page}>
      <header className={styles.head}>
        <p className={styles.where}>{where}</p>
        <h1 id={titleId} className={styles.title}>
          {title}
        </h1>
      </header>
      <form
        ref={ref}
        className={styles.body}
        aria-labelledby={titleId}
        noValidate
        autoComplete="off"
        onBlur={(event) => {
          const left = fieldLeft(event);
          if (left !== null) onLeave(left);
        }}
        onSubmit={(event) => event.preventDefault()}
      >
        {children}
      </form>
      {error ? (
        <div className={styles.error}>
          <SaveFailure error={error} onRetry={finishing ? onFinish : onSave} onReread={onReread} />
        </div>
      ) : null}
      {note ? <Note>{note}</Note> : null}
      <SaveBar {...bar} onSave={onSave} onFinish={onFinish} />
      <LeaveQuestion leaving={leaving} />
    </div>
  );
}
