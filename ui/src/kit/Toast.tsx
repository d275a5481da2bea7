import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import styles from "./Toast.module.css";

type ShowToast = (text: string) => void;

const ToastContext = createContext<ShowToast>(() => {});

/** How long a toast stays. */
const shownFor = 4000;

/** Shows short confirmations at the foot of the window, and says them to screen readers. */
export function ToastProvider({ children }: { children: ReactNode }) {
  const [toast, setToast] = useState<{ text: string } | null>(null);
  const show = useMemo<ShowToast>(() => (text) => setToast({ text }), []);

  useEffect(() => {
    if (!toast) return;
    const timer = setTimeout(() => setToast(null), shownFor);
    return () => clearTimeout(timer);
  }, [toast]);

  return (
    <ToastContext value={show}>
      {children}
      <div role="status" className={styles.region}>
        {toast ? <p className={styles.toast}>{toast.text}</p> : null}
      </div>
    </ToastContext>
  );
}

/** The way to confirm in a few words that something was done. */
export function useToast(): ShowToast {
  return useContext(ToastContext);
}
