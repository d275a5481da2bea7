import type { CustomerUserPage, PageRequest, SearchRequest, SearchStarted } from "./bindings";
import type { FakeInstallation } from "./fakeInstallation";
import type { FakeInstallations } from "./fakeInstallations";
import { customerUserRow } from "./fakeViews";

type Part = { of: FakeInstallation; search: string };

/** The one of the fake installations that has no mirror yet. */
const withoutMirror = "nordwind-test";

/** Searches for customer users, in one installation or in all of them. */
export class FakeEverywhere {
  readonly #installations: FakeInstallations;
  /** By the search in the installation that the window shows: those in the others. */
  readonly #others = new Map<string, Part[]>();

  constructor(installations: FakeInstallations) {
    this.#installations = installations;
  }

  start(request: SearchRequest): SearchStarted<CustomerUserPage> {
    const { current, others } = this.#installations;
    const started = current.searches.start("customerUsers", request);
    const searched = others.filter(({ view }) => !request.asOtobo && view.id !== withoutMirror);
    if (request.everywhere) {
      const everything = { ...request, sources: null };
      const parts = searched.map((of) => ({
        of,
        search: of.searches.start("customerUsers", everything).search,
      }));
      this.#others.set(started.search, parts);
    }
    return started;
  }

  page(request: PageRequest): CustomerUserPage {
    const { current, others } = this.#installations;
    const page = current.searches.page(request, (hit) => customerUserRow(current, hit));
    const parts = this.#others.get(request.search);
    if (!parts) return page;
    const { start, size } = request;
    const rows = [...page.rows];
    let before = current.searches.count(request.search);
    for (const { of, search } of parts) {
      const inside = Math.max(0, start + rows.length - before);
      const wanted = { search, start: inside, size: Math.max(0, size - rows.length) };
      const { id } = of.view;
      rows.push(...of.searches.page(wanted, (hit) => customerUserRow(of, hit, id)).rows);
      before += of.searches.count(search);
    }
    const searched = parts.map(({ of }) => of.view.id);
    const unsearched = others.map(({ view }) => view.id).filter((id) => !searched.includes(id));
    const partly = parts.filter(({ of }) => of.missing().length > 0).map(({ of }) => of.view.id);
    return { ...page, rows, total: { kind: "exact", count: before }, unsearched, partly };
  }
}
