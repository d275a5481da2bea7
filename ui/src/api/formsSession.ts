import { useState } from "react";

/** One form from opening to leaving. */
export type FormSession = {
  /** Changes when the form has to be drawn anew. */
  key: number;
  /** The record that the form opened with; `null` for a new one. */
  opens: string | null;
  /** A new record was saved under this name: the form goes on as its edit. */
  nowEditing: (name: string) => void;
};

/**
 * Follows the record that a route names. Saving a new record gives it a name, and the route may take
 * it over: that is the same form going on, with its focus and what it has to show.
 */
export function useFormSession(editing: string | null): FormSession {
  const [session, setSession] = useState({
    key: 0,
    opens: editing,
    followed: editing,
    saved: null as string | null,
  });
  if (editing !== session.followed) {
    setSession(
      editing === session.saved
        ? { ...session, followed: editing }
        : { key: session.key + 1, opens: editing, followed: editing, saved: null },
    );
  }
  return {
    key: session.key,
    opens: session.opens,
    nowEditing: (name) => setSession((before) => ({ ...before, saved: name })),
  };
}
