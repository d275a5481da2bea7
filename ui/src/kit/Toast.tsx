import {
  createContext,
  type ReactNode,
  useContext,
  useEffect,
  useEffectEvent,
  useMemo,
  useRef,
  useState,
} from "react";
import { hasCommandKey, isTyping } from "../lib/keys";
import { Kbd } from "./Kbd";
import styles from "./Toast.module.css";

/** What can be done about what a toast says, as long as it shows. */
export type ToastAction = {
  label: string;
  /** The letter that does the same with the command key, and how the key is called. */
  key: { letter: string; words: string };
  onAct: () => void;
};

/** Shows a toast; gives the way to take it off again. */
type ShowToast = (text: string, action?: ToastAction) => () => void;

type Shown = { text: string; action: ToastAction | undefined };

const ToastContext = createContext<{ show: ShowToast; clear: () => void }>({
  show: () => () => {},
  clear: () => {},
});

/** How long a toast stays; one that something can be done about leaves time to do it. */
const shownFor = { plain: 4000, withAction: 10_000 };

/**
 * Shows short confirmations near the foot of the window, clear of the status bar, of a form's buttons and of
 * what is said about caches, and says them to screen readers.
 */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<Shown | null>(null);
  const [isHeld, setIsHeld] = useState(false);
  const ways = useMemo(() => {
    const show: ShowToast = (text, action) => {
      const shown = { text, action };
      setToast(shown);
      setIsHeld(false);
      return () => setToast((now) => (now === shown ? null : now));
    };
    return { show, clear: () => setToast(null) };
  }, []);

  useEffect(() => {
    if (!toast || isHeld) return;
    const stays = toast.action ? shownFor.withAction : shownFor.plain;
    const timer = setTimeout(() => setToast(null), stays);
    return () => clearTimeout(timer);
  }, [toast, isHeld]);

  return (
    <ToastContext value={ways}>
      {children}
      <div role="status" className={styles.region}>
        {toast ? (
          // Nobody loses the button while they are about to press it.
          // biome-ignore lint/a11y/noStaticElementInteractions: it only notes that somebody is there
          <div
            className={styles.toast}
            onMouseEnter={() => setIsHeld(true)}
            onMouseLeave={() => setIsHeld(false)}
            onFocus={() => setIsHeld(true)}
            onBlur={() => setIsHeld(false)}
          >
            <p>{toast.text}</p>
            {toast.action ? <Action action={toast.action} onDone={() => setToast(null)} /> : null}
          </div>
        ) : null}
      </div>
    </ToastContext>
  );
}

/** The button of a toast, and its key. */
function Action({ action, onDone }: { action: ToastAction; onDone: () => void }) {
  const { label, key } = action;
  const hasTyped = useRef(false);
  const act = () => {
    onDone();
    action.onAct();
  };
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    const isIt = hasCommandKey(event) && !event.shiftKey && event.key.toLowerCase() === key.letter;
    // Whoever has typed since means the typing.
    if (!isIt || isCovered() || (hasTyped.current && isTyping(event.target))) return;
    event.preventDefault();
    act();
  });

  useEffect(() => {
    const noteTyping = () => {
      hasTyped.current = true;
    };
    window.addEventListener("keydown", onKey);
    window.addEventListener("input", noteTyping);
    return () => {
      window.removeEventListener("keydown", onKey);
      window.removeEventListener("input", noteTyping);
    };
  }, []);

  return (
    <button type="button" className={styles.action} onClick={act}>
      {label}
      <Kbd keys={key.words} />
    </button>
  );
}

/** Whether a dialog lies over everything: the key is not meant for what is under it. */
function isCovered(): boolean {
  return document.querySelector("[role=dialog], [role=alertdialog]") !== null;
}

/** The way to confirm in a few words that something was done. */
export function useToast(): ShowToast {
  return useContext(ToastContext).show;
}

/** The way to have done with what was said last. */
export function useClearToast(): () => void {
  return useContext(ToastContext).clear;
}
