import type {
  CustomerMovesView,
  MovedKind,
  MovedRowsView,
  MoveOptionsRequest,
  MoveProgressed,
  MovesView,
} from "./bindings";
import type { FakeCore, Only } from "./fake";
import type { FakeInstallation } from "./fakeInstallation";
import { fakeError } from "./fakeOptions";
import type { Values } from "./fakeRecords";

const allOfIt: MoveOptionsRequest = {
  groupPermissions: true,
  customerRelations: true,
  customerGroupPermissions: true,
};

/** Nothing moves. */
export const noMoves: MovesView = { rows: [], replaced: 0 };

/** Rows of one kind; none if there are none. */
function rows(kind: MovedKind, count: number, source: string | null = null): MovedRowsView[] {
  return count > 0 ? [{ kind, source, count }] : [];
}

/** A number that always belongs to the same text. */
function sizeOf(text: string, atMost: number): number {
  return [...text].reduce((sum, letter) => sum + letter.charCodeAt(0), 0) % atMost;
}

/** What the new username or customer of a customer user moves. Tickets are OTOBO's alone. */
export function customerUserMoves(
  here: FakeInstallation,
  was: Values,
  now: Values,
  options: MoveOptionsRequest | null,
): MovesView {
  const login = was.UserLogin ?? "";
  const isRenamed = login !== now.UserLogin;
  const isMoved = isRenamed || was.UserCustomerID !== now.UserCustomerID;
  const { groupPermissions, customerRelations } = options ?? allOfIt;
  const isOtobo = here.connection !== null;
  const ofLogin = [
    ...rows("preferences", here.preferences(login).length),
    ...rows("dynamicFieldNames", isOtobo ? 1 : 0),
    ...rows("savedSearches", isOtobo ? 6 : 0),
    ...rows("services", isOtobo ? 3 : 0),
    ...rows("groupPermissions", groupPermissions ? 4 : 0),
    ...rows("customerRelations", customerRelations ? 2 : 0),
  ];
  const tickets = rows("tickets", isOtobo ? 12 + sizeOf(login, 90) : 0);
  return {
    rows: [...(isRenamed ? ofLogin : []), ...(isMoved ? tickets : [])],
    replaced: 0,
  };
}

/** What a new ID of a customer moves, and what stays. */
export function customerMoves(
  here: FakeInstallation,
  customerId: string,
  newId: string,
  options: MoveOptionsRequest | null,
): CustomerMovesView {
  if (customerId === newId) return { moves: noMoves, left: [] };
  const { customerGroupPermissions, customerRelations } = options ?? allOfIt;
  const isOtobo = here.connection !== null;
  const people = peopleBySource(here, customerId);
  const sources = here.appSources("customerUsers");
  const moved = sources.filter((source) => source.writable);
  const left = sources.filter((source) => !source.writable && people.has(source.id));
  return {
    moves: {
      rows: [
        ...rows("dynamicFieldNames", isOtobo ? 1 : 0),
        ...rows("customerGroupPermissions", customerGroupPermissions ? 5 : 0),
        ...rows("customerRelations", customerRelations ? 3 : 0),
        ...moved.flatMap(({ id }) => rows("customerUsers", people.get(id) ?? 0, id)),
        ...rows("tickets", isOtobo ? 200 + sizeOf(customerId, 900) : 0),
      ],
      replaced: 0,
    },
    left: left.map(({ id }) => ({ source: id, count: people.get(id) ?? 0 })),
  };
}

/** Customer users of a customer, invalid ones too, by their source. */
function peopleBySource(here: FakeInstallation, customerId: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const record of here.directory.customerUsers.values()) {
    if (record.values.UserCustomerID !== customerId) continue;
    const source = here.sourceOf(record);
    counts.set(source, (counts.get(source) ?? 0) + 1);
  }
  return counts;
}

/** Gives the customer users of a customer its new ID. */
export function movePeople(here: FakeInstallation, customerId: string, newId: string): void {
  const writable = here.appSources("customerUsers").filter((source) => source.writable);
  for (const record of here.directory.customerUsers.values()) {
    const isWritten = writable.some(({ id }) => id === here.sourceOf(record));
    if (record.values.UserCustomerID !== customerId || !isWritten) continue;
    record.values = { ...record.values, UserCustomerID: newId };
  }
}

/** In how many steps the rows of a kind move, as far as it is told. */
const steps = 4;

/** Tells how far a move is, kind by kind, and takes its time for it. */
export async function tellMoves(
  { rows }: MovesView,
  delay: number,
  send: (progress: MoveProgressed) => void,
): Promise<void> {
  for (const { kind, count } of rows) {
    for (let step = 1; step <= steps; step++) {
      send({ kind, done: Math.floor((count * step) / steps), total: count });
      if (delay > 0) await new Promise((resolve) => setTimeout(resolve, delay));
    }
  }
}

/** What would move, asked before it does. */
export function moveCommands(core: FakeCore) {
  const { installations, read } = core;
  return {
    customerUserMoves: (login, newLogin, newCustomer, options) =>
      read(() => {
        const was = core.directory.findCustomerUser(login)?.values;
        if (!was) throw fakeError("notFound");
        const now = { UserLogin: newLogin, UserCustomerID: newCustomer };
        return customerUserMoves(installations.current, was, now, options);
      }),
    customerMoves: (customerId, newId, options) =>
      read(() => customerMoves(installations.current, customerId, newId, options)),
  } satisfies Only<"customerUserMoves" | "customerMoves">;
}
