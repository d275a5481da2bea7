import { useEffect, useEffectEvent } from "react";
import { useTranslation } from "react-i18next";
import { listenToLockWanted } from "../api/locking";
import { useSettings } from "../api/useSettings";
import { useToast } from "../kit/Toast";
import { hasCommandKey } from "../lib/keys";
import { useLockNow } from "./useLockNow";

/** How often it is looked whether somebody is still here, in milliseconds. */
const lookEvery = 5_000;

/** What somebody does who is here. */
const signs = ["keydown", "pointerdown", "pointermove", "wheel"] as const;

/**
 * Locks when its user wants it by key, has gone away, or the system asks for it; the answer is the way to
 * lock at once.
 */
export function useLocking(): () => void {
  const { settings } = useSettings();
  const { locks, onLock } = useLockNow();
  const { t } = useTranslation();
  const toast = useToast();

  const onLeft = useEffectEvent(() => {
    if (locks) onLock();
  });
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (!hasCommandKey(event) || !event.shiftKey || event.key.toLowerCase() !== "l") return;
    event.preventDefault();
    event.stopPropagation();
    if (event.repeat) return;
    if (!locks) toast(t("security.lockIsOff"));
    onLock();
  });

  // Before anybody else: it locks whatever is open.
  useEffect(() => {
    const listener = (event: KeyboardEvent) => onKey(event);
    window.addEventListener("keydown", listener, { capture: true });
    return () => window.removeEventListener("keydown", listener, { capture: true });
  }, []);

  useEffect(() => listenToLockWanted(() => onLeft()), []);

  const { lockAfterMinutes } = settings;
  useEffect(() => {
    if (!locks) return;
    let last = Date.now();
    const isHere = () => {
      last = Date.now();
    };
    for (const sign of signs) window.addEventListener(sign, isHere, { capture: true });
    // The clock is asked, not the timer: that stands still while the computer sleeps.
    const timer = setInterval(() => {
      if (Date.now() - last < lockAfterMinutes * 60_000) return;
      isHere();
      onLeft();
    }, lookEvery);
    return () => {
      for (const sign of signs) window.removeEventListener(sign, isHere, { capture: true });
      clearInterval(timer);
    };
  }, [locks, lockAfterMinutes]);

  return onLock;
}
