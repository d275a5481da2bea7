import type {
  CutView,
  MissingSourceView,
  PageRequest,
  SearchRequest,
  SearchStarted,
  Topic,
  TotalView,
} from "./bindings";
import type { FakeDirectory } from "./fakeDirectory";
import { customerSearchFields, customerUserSearchFields } from "./fakeFields";
import { fakeError } from "./fakeOptions";
import type { FakeRecord } from "./fakeRecords";
import { findRecords, type Hit, orderHits } from "./fakeSearch";

/** The hits of a search, made only when looked at. */
type Hits = { total: number; at: (index: number) => Hit };

/** What is looked into, and what a name is made of, by topic. */
const parts = {
  customerUsers: { fields: customerUserSearchFields, name: ["UserLastname", "UserFirstname"] },
  customers: { fields: customerSearchFields, name: ["CustomerCompanyName"] },
} as const;

/** Longer lists are not sorted. */
const sortLimit = 10_000;

/** Up to here the number of hits is known with the first page. */
const countedAtOnce = 200;

/** What the searches need to know of the sources of customer users. */
type Sources = {
  sourceOf: (record: FakeRecord) => string;
  /** Those that do not answer. */
  missing: () => MissingSourceView[];
  /** Those whose server gives less than there is. */
  cuts: () => CutView[];
};

/** The open searches of the fake core. */
export class FakeSearches {
  readonly #directory: FakeDirectory;
  readonly #sources: Sources;
  readonly #open = new Map<string, Hits>();
  #started = 0;

  constructor(directory: FakeDirectory, sources: Sources) {
    this.#directory = directory;
    this.#sources = sources;
  }

  /** Opens a search; a new one of a place ends the older one there, as in the core. */
  start(topic: Topic, request: SearchRequest): SearchStarted<never> {
    if (request.term.trim() === "((") throw fakeError("searchNotUnderstood");
    const missing = topic === "customerUsers" ? this.#sources.missing() : [];
    const failed = missing[0];
    const noneAnswers = missing.some(({ id }) => id === "CustomerUser");
    if (failed && noneAnswers) throw failed.error;
    const hits = this.#find(topic, request);
    if (request.order.kind === "field" && hits.total > sortLimit) {
      throw fakeError("tooManyToSort", { limit: String(sortLimit) });
    }
    const place = `${topic} ${request.place} `;
    for (const id of this.#open.keys()) if (id.startsWith(place)) this.#open.delete(id);
    this.#started += 1;
    const search = place + this.#started;
    this.#open.set(search, hits);
    return { search, first: null };
  }

  /** Some rows of an open search. */
  page<Row>({ search, start, size }: PageRequest, toRow: (hit: Hit) => Row) {
    const hits = this.#opened(search);
    const end = Math.min(hits.total, start + size);
    const rows: Row[] = [];
    for (let index = start; index < end; index++) rows.push(toRow(hits.at(index)));
    const counted = end === hits.total || hits.total < countedAtOnce;
    const total: TotalView = counted
      ? { kind: "exact", count: hits.total }
      : { kind: "atLeast", count: end };
    const isOfPeople = search.startsWith("customerUsers");
    const missing = isOfPeople ? this.#sources.missing() : [];
    const cuts = isOfPeople ? this.#sources.cuts() : [];
    return {
      start,
      rows,
      total,
      missing,
      waiting: [],
      cuts,
      revision: 0,
      instant: false,
      away: [],
      unsearched: [],
      partly: [],
    };
  }

  count(search: string): number {
    return this.#opened(search).total;
  }

  cancel(search: string): void {
    this.#open.delete(search);
  }

  #opened(search: string): Hits {
    const hits = this.#open.get(search);
    if (!hits) throw fakeError("searchGone");
    return hits;
  }

  #find(topic: Topic, request: SearchRequest): Hits {
    const directory = this.#directory;
    const large = topic === "customerUsers" && directory.virtualPeople > 0;
    if (large && request.term.trim() === "") {
      const at = (index: number): Hit => ({
        record: directory.virtualCustomerUser(index),
        marks: [],
        tier: null,
      });
      return { total: directory.virtualPeople, at };
    }
    const { fields, name } = parts[topic];
    const records = directory[topic].values();
    const away = new Set(this.#sources.missing().map(({ id }) => id));
    const asked = request.sources;
    const answered = (hit: Hit) => {
      const source = this.#sources.sourceOf(hit.record);
      return topic === "customers" || (!away.has(source) && (asked?.includes(source) ?? true));
    };
    const found = findRecords(records, fields, request.term, request.includeInvalid).filter(
      answered,
    );
    const ordered = orderHits(found, request.order, name);
    return { total: ordered.length, at: (index) => ordered[index] as Hit };
  }
}
