import type { AppView, CustomerUserRow, SettingsView } from "../bridge/bindings";
import type { en } from "../i18n/en";
import { rowHeights } from "../lib/density";
import { installationInitials } from "../lib/initials";
import { earlyColumns } from "./columns";
import { element, icon } from "./element";
import { gridOf } from "./rows";
import { button, choice, cube, early, kbd, pane, search, shell, side, status } from "./styles";

/** What the page is drawn from. */
export type Answers = { settings: SettingsView; app: AppView; words: typeof en };

/** What is on the page, for what it does. */
export type DrawnPage = {
  element: HTMLElement;
  box: HTMLInputElement;
  showRows: (rows: readonly CustomerUserRow[]) => void;
};

/** As many rows as a window of this height may show. */
export function rowsInSight({ density }: SettingsView): number {
  return Math.ceil(window.innerHeight / rowHeights[density]);
}

/** Draws the first view as it will be, without what has to be read first. */
export function drawPage({ words, app, settings }: Answers): DrawnPage {
  const box = element("input", {
    is: [search.input],
    type: "search",
    autocomplete: "off",
    spellcheck: false,
    placeholder: words.customerUsers.placeholder,
    "aria-label": words.customerUsers.search,
  });
  const content = element("div", { is: [pane.content] });
  const page = element(
    "div",
    { is: [shell.shell, early.page], id: "early" },
    sidebar(words, app),
    element("main", { is: [shell.main] }, list(words, settings, box, content)),
    element("footer", { is: [status.bar] }),
  );
  document.body.append(page);
  box.focus();
  const rowHeight = rowHeights[settings.density];
  const columns = earlyColumns(words, app, settings, content.clientWidth);
  return {
    element: page,
    box,
    showRows: (rows) => {
      const grid = gridOf(words.customerUsers.title, columns, rows, rowHeight);
      content.replaceChildren(...(rows.length > 0 ? [grid] : []));
    },
  };
}

function list(
  words: typeof en,
  settings: SettingsView,
  box: HTMLInputElement,
  content: HTMLElement,
): HTMLElement {
  const magnifier = icon("M21 21l-4.3-4.3M11 3a8 8 0 1 0 0 16a8 8 0 1 0 0 -16");
  const key = element("span", { is: [kbd.kbd], "aria-hidden": true }, "/");
  box.addEventListener("input", () => {
    key.textContent = box.value === "" ? "/" : "Esc";
  });
  box.addEventListener("keydown", (event) => {
    if (event.key === "Escape") empty(box);
  });
  const add = element(
    "span",
    { is: [button.button, button.primary, button.narrows], "aria-hidden": true },
    icon("M5 12h14M12 5v14"),
    element("span", { is: [button.words] }, words.customerUsers.add),
  );
  const chips = [
    [words.list.valid, !settings.includeInvalid],
    [words.list.validAndInvalid, settings.includeInvalid],
  ] as const;
  return element(
    "section",
    { is: [pane.pane] },
    element("h1", { is: [pane.title] }, words.customerUsers.title),
    element(
      "div",
      { is: [pane.top] },
      element("div", { is: [search.box] }, magnifier, box, key),
      element("span", { is: [button.button, button.icon], "aria-hidden": true }, icon()),
      add,
    ),
    element(
      "div",
      { is: [pane.filters], "aria-hidden": true },
      element("div", { is: [choice.group] }, ...chips.map(([text, is]) => chip(text, is))),
    ),
    content,
  );
}

function empty(box: HTMLInputElement): void {
  box.value = "";
  box.dispatchEvent(new Event("input"));
}

function chip(text: string, isSelected: boolean): HTMLElement {
  const selected = isSelected ? { "data-selected": true } : {};
  return element("span", { is: [choice.chip], ...selected }, text);
}

function sidebar(words: typeof en, { installation }: AppView): HTMLElement {
  const isLocal = installation.kind === "localDirectory";
  const sign = isLocal ? words.installation.sign : installationInitials(installation.name);
  const name = isLocal ? words.installation.localDirectory : installation.name;
  const place = isLocal ? words.installation.onThisComputer : installation.place;
  const room = (label: string, isHere: boolean) =>
    element(
      "span",
      { is: [side.room], ...(isHere ? { "aria-current": "page" } : {}) },
      icon(),
      element("span", { is: [side.words] }, label),
    );
  return element(
    "header",
    { is: [side.side], "aria-hidden": true },
    element(
      "span",
      { is: [side.installation] },
      element("span", { is: [side.sign] }, element("span", { is: [cube.cube, cube.normal] }, sign)),
      element(
        "span",
        { is: [side.words] },
        element("span", { is: [side.name] }, name),
        element(
          "span",
          { is: [side.where] },
          installation.readOnly ? words.installations.readOnly : place,
        ),
      ),
    ),
    element(
      "div",
      { is: [side.rooms] },
      room(words.customerUsers.title, true),
      room(words.customers.title, false),
      element("h2", { is: [side.heading] }, words.shell.administration),
      room(words.backEnds.title, false),
      room(words.mirror.title, false),
    ),
    element(
      "span",
      { is: [side.settings] },
      icon(),
      element("span", { is: [side.words] }, words.settings.title),
    ),
  );
}
