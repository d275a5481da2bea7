import type { FieldKind, MirrorRequest, MirrorSourceView, MirrorView } from "./bindings";
import type { FakeCore, Only } from "./fake";
import { customerFields, customerUserFields } from "./fakeFields";
import type { FakeInstallation } from "./fakeInstallation";
import { fakeError } from "./fakeOptions";

/** What the fake copies in one step, and the steps of a source. */
const records = 12_480;
const steps = 4;

/** The copies of one installation. */
type FakeMirror = Omit<MirrorRequest, "keptOut"> & {
  keptOut: ReadonlySet<string>;
  paused: boolean;
  /** How often a source was copied. */
  copies: Map<string, number>;
  /** The steps that are left of those that are being copied. */
  left: Map<string, number>;
  heldBack: Map<string, number>;
};

const fresh = (): FakeMirror => ({
  on: true,
  intervalMinutes: 60,
  retentionDays: 14,
  keptOut: new Set(),
  country: null,
  photos: false,
  paused: false,
  copies: new Map(),
  left: new Map(),
  heldBack: new Map([["CustomerCompany", 62]]),
});

export function mirrorCommands(core: FakeCore, tell: () => void) {
  const { options, installations, answer } = core;
  const mirrors = new Map<string, FakeMirror>();

  function of(id: string): FakeMirror {
    const here = installations.find(id);
    if (here.connection === null) throw fakeError("readOnly");
    const known = mirrors.get(id);
    if (known) return known;
    const made = fresh();
    for (const { id: source } of here.sourceViews()) made.copies.set(source, 1);
    mirrors.set(id, made);
    return made;
  }

  async function copy(mirror: FakeMirror, source: string): Promise<void> {
    for (let left = steps; left > 0; left -= 1) {
      if (!mirror.left.has(source)) return;
      mirror.left.set(source, left);
      tell();
      await new Promise((resolve) => setTimeout(resolve, options.delay * 60));
    }
    if (mirror.left.delete(source)) mirror.copies.set(source, (mirror.copies.get(source) ?? 0) + 1);
    tell();
  }

  const done = (work: () => void) =>
    answer(() => {
      work();
      tell();
      return null;
    });

  function sync(id: string, source: string | null): void {
    const mirror = of(id);
    mirror.paused = false;
    const all = installations.find(id).sourceViews();
    for (const one of all.filter((it) => source === null || it.id === source)) {
      if (mirror.left.has(one.id)) continue;
      mirror.left.set(one.id, steps);
      void copy(mirror, one.id);
    }
  }

  return {
    mirrorRead: (id) =>
      answer(() => {
        const here = installations.find(id);
        return here.connection === null ? null : viewOf(of(id), here, options.keyring);
      }),
    mirrorCountries: () =>
      answer(() => ({ computer: "DE", known: ["AT", "AX", "CH", "DE", "GB", "XK"] })),
    mirrorSave: (id, { keptOut, ...request }) =>
      done(() => {
        const mirror = of(id);
        Object.assign(mirror, request);
        mirror.keptOut = new Set(keptOut.map((one) => `${one.source} ${one.var}`));
        if (mirror.on) sync(id, null);
        else mirror.copies.clear();
      }),
    mirrorSync: (id, source) => done(() => sync(id, source)),
    mirrorPause: (id) =>
      done(() => {
        of(id).paused = true;
        of(id).left.clear();
      }),
    mirrorResume: (id) => done(() => sync(id, null)),
    mirrorCancel: (id) => done(() => of(id).left.clear()),
    mirrorErase: (id) =>
      done(() => {
        of(id).on = false;
        of(id).copies.clear();
        of(id).left.clear();
      }),
    mirrorRemoveHeldBack: (id, source) =>
      answer(() => {
        const count = of(id).heldBack.get(source) ?? 0;
        of(id).heldBack.delete(source);
        tell();
        return count;
      }),
  } satisfies Only<
    | "mirrorRead"
    | "mirrorCountries"
    | "mirrorSave"
    | "mirrorSync"
    | "mirrorPause"
    | "mirrorResume"
    | "mirrorCancel"
    | "mirrorErase"
    | "mirrorRemoveHeldBack"
  >;
}

function viewOf(mirror: FakeMirror, here: FakeInstallation, hasKeyring: boolean): MirrorView {
  const isThere = hasKeyring && mirror.copies.size > 0;
  return {
    on: mirror.on,
    intervalMinutes: mirror.intervalMinutes,
    retentionDays: mirror.retentionDays,
    country: mirror.country,
    photos: mirror.photos,
    kibibytes: isThere ? 9_412 : 0,
    mirroredAt: isThere ? at : null,
    paused: mirror.paused,
    error: hasKeyring ? null : fakeError("passphraseNeeded"),
    sources: here.sourceViews().map((source) => sourceOf(source, mirror, here, hasKeyring)),
  };
}

/** When all of them were copied, when the next copy is, and since when those that fail do. */
const at = "2026-11-26T08:12:00Z";
const next = "2026-11-26T09:12:00Z";
const since = "2026-11-26T08:40:00Z";

/** The kinds of fields that a copy is made of, and passwords, which never are in one. */
const always: ReadonlySet<FieldKind> = new Set(["login", "customerId", "validity", "password"]);

function sourceOf(
  { id, kind, name }: { id: string; kind: MirrorSourceView["kind"]; name: string },
  mirror: FakeMirror,
  here: FakeInstallation,
  hasKeyring: boolean,
): MirrorSourceView {
  const left = mirror.left.get(id);
  const isCopied = hasKeyring && mirror.copies.has(id);
  const failure = here.health().find((one) => one.id === id)?.error ?? null;
  const cut = here.cuts().find((one) => one.id === id);
  const fields = kind === "customerUsers" ? customerUserFields : customerFields;
  const copied = cut ? cut.found : kind === "customerUsers" ? records : 340;
  const full = cut
    ? ({ kind: "cut", limit: cut.limit } as const)
    : ({ kind: "complete", at } as const);
  return {
    id,
    kind,
    name,
    state: isCopied ? full : { kind: "empty" },
    records: isCopied ? copied : 0,
    staleSince: isCopied && failure ? since : null,
    heldBack: isCopied ? (mirror.heldBack.get(id) ?? 0) : 0,
    next: isCopied && mirror.on && !mirror.paused ? next : null,
    activity:
      left === undefined
        ? { kind: "resting" }
        : {
            kind: "copying",
            done: Math.round((copied * (steps - left)) / steps),
            total: cut ? null : copied,
            rate: 3_120,
          },
    error: failure,
    fields: fields
      .filter((field) => !always.has(field.kind))
      .map((field) => ({
        var: field.var,
        label: field.label,
        mirrored: !mirror.keptOut.has(`${id} ${field.var}`),
      })),
    photos: here.isDirectory(id) ? mirror.photos : null,
    user: cut?.user ?? "",
  };
}
