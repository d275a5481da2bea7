import { cleanup, configure } from "@testing-library/react";
import { afterEach, beforeEach } from "vitest";
import { startI18n } from "../i18n";

/** Nothing is laid out in the test's document: lists get the room of a window, their headers a line. */
const viewport = { width: 1280, height: 400, header: 28 };

const heightOf = (element: Element) =>
  element.getAttribute("role") === "rowgroup" ? viewport.header : viewport.height;

Object.defineProperties(HTMLElement.prototype, {
  clientWidth: { configurable: true, get: () => viewport.width },
  clientHeight: {
    configurable: true,
    get(this: Element) {
      return heightOf(this);
    },
  },
});

// A loaded machine is slow, not wrong.
configure({ asyncUtilTimeout: 8000 });

beforeEach(() => {
  startI18n("en");
});

afterEach(() => {
  cleanup();
  window.location.hash = "";
  localStorage.clear();
});
