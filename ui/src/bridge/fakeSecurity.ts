import type { RecoveryState } from "./bindings";
import type { FakeCore, Only } from "./fake";
import { type FakeOptions, fakeError } from "./fakeOptions";

/** The recovery code of the fake's local directory. */
export const fakeRecoveryCode = "23456789ABCDE".split("").map((letter) => letter.repeat(5));

/** Keys, lock and recovery code of the fake core. */
export class FakeSecurity {
  lock: FakeOptions["lock"];
  keyGone: boolean;
  recovery: RecoveryState;
  passphrase = "correct horse";
  drafts: string | null;
  /** What was put aside each time Deskbook was locked. */
  readonly locked: (string | null)[] = [];

  constructor({ lock, keyGone, recovery, drafts }: FakeOptions) {
    this.lock = lock;
    this.keyGone = keyGone;
    this.recovery = recovery;
    this.drafts = drafts;
  }

  /** Throws where the real core would not start. */
  mayStart(): void {
    if (this.lock === "closed") throw fakeError("vaultLocked");
    if (this.keyGone) throw fakeError("recoveryNeeded", { path: "/home/rita/deskbook" });
  }

  open(passphrase: string): null {
    if (passphrase !== this.passphrase) throw fakeError("wrongPassphrase");
    this.lock = "open";
    return null;
  }
}

/** What can be done with lock and recovery code. */
export function securityCommands(core: FakeCore) {
  const { security, answer, options } = core;
  const protection = options.plain ? "plain" : "encrypted";
  return {
    securityRead: () =>
      answer(() => ({
        locks: security.lock !== "off",
        keyring: options.keyring ? "there" : "absent",
        ownStore: protection,
        localDirectory: protection,
        recovery: security.recovery,
      })),
    appUnlock: (passphrase) => answer(() => security.open(passphrase)),
    appLock: (drafts) =>
      answer(() => {
        security.locked.push(drafts);
        return null;
      }),
    draftsTake: () =>
      answer(() => {
        const { drafts } = security;
        security.drafts = null;
        return drafts;
      }),
    appRestart: () => answer(() => null),
    appLockTurnOn: (passphrase) =>
      answer(() => {
        security.passphrase = passphrase;
        security.lock = "open";
        return null;
      }),
    appLockChange: (current, passphrase) =>
      answer(() => {
        security.open(current);
        security.passphrase = passphrase;
        return null;
      }),
    appLockTurnOff: (current) =>
      answer(() => {
        security.open(current);
        security.lock = "off";
        return null;
      }),
    recoveryShow: () =>
      answer(() => (security.recovery === "open" ? { groups: [...fakeRecoveryCode] } : null)),
    recoveryConfirm: (typed) =>
      answer(() => {
        const wrong = typed.find(({ number, text }) => fakeRecoveryCode[number - 1] !== text);
        if (wrong) return { kind: "differs", group: wrong.number };
        security.recovery = "confirmed";
        return { kind: "confirmed" };
      }),
    recoveryUse: (code, passphrase) =>
      answer(() => {
        const letters = code.replaceAll(/[\s-]/g, "").toUpperCase();
        if (letters.length !== 65) return { kind: "length", letters: letters.length, wanted: 65 };
        const groups = letters.match(/.{5}/g) ?? [];
        const mistyped = groups.findIndex((group, index) => group !== fakeRecoveryCode[index]);
        if (mistyped >= 0) return { kind: "mistyped", group: mistyped + 1 };
        const isLong = (passphrase?.length ?? 0) >= 10;
        if (!options.keyring && !isLong) return { kind: "needsPassphrase" };
        security.keyGone = false;
        security.lock = options.keyring ? "off" : "open";
        return { kind: "kept" };
      }),
    ownStoreSetAside: () => answer(() => null),
  } satisfies Only<
    | "securityRead"
    | "appUnlock"
    | "appLock"
    | "draftsTake"
    | "appRestart"
    | "appLockTurnOn"
    | "appLockChange"
    | "appLockTurnOff"
    | "recoveryShow"
    | "recoveryConfirm"
    | "recoveryUse"
    | "ownStoreSetAside"
  >;
}
