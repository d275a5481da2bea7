/** Whether the platform's command key is ⌘. */
export const isApple = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Whether a key press goes with the platform's command key alone. */
export function hasCommandKey(event: KeyboardEvent | React.KeyboardEvent): boolean {
  const [wanted, other] = isApple ? [event.metaKey, event.ctrlKey] : [event.ctrlKey, event.metaKey];
  return wanted && !other && !event.altKey;
}

/** Whether a key press goes with no other key but shift, as typing does. */
export function isBareKey(event: KeyboardEvent | React.KeyboardEvent): boolean {
  return !event.ctrlKey && !event.metaKey && !event.altKey;
}

/** Whether something that takes text has the focus: bare letters belong to it. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || ["INPUT", "TEXTAREA", "SELECT"].includes(target.tagName))
  );
}
