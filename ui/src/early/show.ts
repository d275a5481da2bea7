import { showTheme, systemDark } from "../app/appearance";
import { type CustomerUserRow, commands, type SettingsView } from "../bridge/bindings";
import { languageOf } from "../i18n/language";
import { showEarlyPage } from "../lib/earlyPage";
import { type Answers, type DrawnPage, drawPage, rowsInSight } from "./page";
import { after, painted, patience } from "./time";

/** How long nothing must have been typed before the views are read, which holds letters up; and at the most. */
const pause = 150;
const mostOfPauses = 1500;

/** Shows the early page, and waits until there is time to read the views. */
export async function show(answers: Answers): Promise<void> {
  const { settings, app } = answers;
  if (app.installation.secret === "missing") return;
  const rows = search("", settings);
  document.documentElement.lang = languageOf(settings);
  document.documentElement.style.setProperty("--hue", String(app.installation.hue));
  showTheme(settings, window.matchMedia(systemDark).matches);
  const page = drawPage(answers);
  showEarlyPage({ ...page, isComposing: composingIn(page.box), app, settings });

  let typedAt = Number.NEGATIVE_INFINITY;
  page.box.addEventListener("input", () => {
    typedAt = performance.now();
    void showWhenFound(page, search(page.box.value, settings));
  });
  await Promise.race([showWhenFound(page, rows), after(patience)]);
  await painted();
  const latest = performance.now() + mostOfPauses;
  while (performance.now() < Math.min(typedAt + pause, latest)) await after(pause / 3);
}

type Rows = { term: string; rows: readonly CustomerUserRow[] };

async function search(term: string, settings: SettingsView): Promise<Rows> {
  const size = rowsInSight(settings);
  const { search, first } = await commands.customerUsersSearchStart({
    term,
    includeInvalid: settings.includeInvalid,
    order: { kind: "best" },
    place: "list",
    sources: null,
    asOtobo: false,
    everywhere: false,
    size,
  });
  const page = first ?? (await commands.customerUsersSearchPage({ search, start: 0, size }));
  return { term, rows: page.rows };
}

/** Shows the rows of what stands in the box, unless something else stands there by then. */
async function showWhenFound({ box, showRows }: DrawnPage, found: Promise<Rows>): Promise<void> {
  // What goes wrong in a search is told by the views.
  const answer = await found.catch(() => null);
  if (answer !== null && answer.term === box.value) showRows(answer.rows);
}

/** Tells whether a letter is being put together of several keys. */
function composingIn(box: HTMLInputElement): () => boolean {
  let isComposing = false;
  for (const event of ["compositionstart", "compositionend"]) {
    box.addEventListener(event, () => {
      isComposing = event === "compositionstart";
    });
  }
  return () => isComposing;
}
