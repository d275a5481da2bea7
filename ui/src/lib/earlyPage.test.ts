import { fireEvent } from "@testing-library/react";
import { beforeEach, expect, test, vi } from "vitest";
import type { AppView, SettingsView } from "../bridge/bindings";
import { type EarlyPage, earlyPage, handOver, showEarlyPage } from "./earlyPage";

/** The views as they are drawn below, with a search box of their own or without. */
function views(content = '<input type="search" />'): HTMLElement {
  const root = document.createElement("div");
  root.id = "root";
  root.innerHTML = content;
  document.body.replaceChildren(root);
  return root;
}

/** Shows an early page in whose box something was typed. */
function typed(text: string, more: Partial<EarlyPage> = {}): HTMLInputElement {
  const element = document.createElement("div");
  const box = document.createElement("input");
  element.append(box);
  document.body.append(element);
  showEarlyPage({
    element,
    box,
    isComposing: () => false,
    app: {} as AppView,
    settings: {} as SettingsView,
    ...more,
  });
  box.value = text;
  box.focus();
  box.setSelectionRange(1, 2);
  return box;
}

beforeEach(handOver);

test("the views get what was typed, the focus and the selection", () => {
  const root = views();
  const heir = root.querySelector("input");
  const heard = vi.fn();
  root.addEventListener("input", heard);
  const box = typed("mül");
  expect(root.hasAttribute("inert")).toBe(true);

  handOver();

  expect(root.hasAttribute("inert")).toBe(false);
  expect(earlyPage()).toBeNull();
  expect(box.isConnected).toBe(false);
  expect(heir?.value).toBe("mül");
  expect(heard).toHaveBeenCalledOnce();
  expect(document.activeElement).toBe(heir);
  expect([heir?.selectionStart, heir?.selectionEnd]).toEqual([1, 2]);
});

test("a box that has the text already hears nothing", () => {
  const root = views('<input type="search" value="mül" />');
  const heard = vi.fn();
  root.addEventListener("input", heard);
  typed("mül");
  handOver();
  expect(heard).not.toHaveBeenCalled();
});

test("a letter that is being put together is waited for", async () => {
  const root = views();
  let isComposing = true;
  const box = typed("m", { isComposing: () => isComposing });
  handOver();
  expect(earlyPage()).not.toBeNull();

  box.value = "mü";
  isComposing = false;
  fireEvent.compositionEnd(box);
  await vi.waitFor(() => expect(earlyPage()).toBeNull());
  expect(root.querySelector("input")?.value).toBe("mü");
});

test("views without a search box take over all the same", () => {
  const root = views("<p>Locked</p>");
  typed("mül");
  handOver();
  expect(root.hasAttribute("inert")).toBe(false);
  expect(earlyPage()).toBeNull();
});
