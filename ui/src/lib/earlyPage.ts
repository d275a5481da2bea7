import type { AppView, SettingsView } from "../bridge/bindings";

/** What stands in the window until the views are read, and what was learned for it. */
export type EarlyPage = {
  element: HTMLElement;
  /** The search box. */
  box: HTMLInputElement;
  /** Whether a letter is being put together in the box of several keys: it would be lost. */
  isComposing: () => boolean;
  app: AppView;
  settings: SettingsView;
};

/** The one that stands now. */
let page: EarlyPage | null = null;

/** The views may be drawn below it, but not be reached: there is one search box at a time. */
export function showEarlyPage(shown: EarlyPage): void {
  page = shown;
  views()?.setAttribute("inert", "");
}

/** The early page, as long as it stands. */
export function earlyPage(): EarlyPage | null {
  return page;
}

/**
 * Lets the views take over: what was typed meanwhile, the focus and the selection go to their search box, if
 * they have one. Does nothing where no early page stands.
 */
export function handOver(): void {
  if (page === null) return;
  const { element, box, isComposing } = page;
  if (isComposing()) {
    box.addEventListener("compositionend", () => setTimeout(handOver), { once: true });
    return;
  }
  page = null;
  const hadFocus = document.activeElement === box;
  views()?.removeAttribute("inert");
  const heir = views()?.querySelector<HTMLInputElement>("input[type=search]");
  element.remove();
  if (!heir) return;
  if (heir.value !== box.value) type(heir, box.value);
  if (!hadFocus) return;
  heir.focus();
  heir.setSelectionRange(box.selectionStart, box.selectionEnd);
}

function views(): HTMLElement | null {
  return document.getElementById("root");
}

/** Types into a box as somebody would: React hears of what its own setter does not know. */
function type(box: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value")?.set?.call(box, text);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}
