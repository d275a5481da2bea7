import type { TFunction } from "i18next";
import type { ErrorCode, SourceHealthView } from "../bridge/bindings";
import type { Format } from "./format";

/** In what way a source fails, as far as it is said in a few words. */
export type FailureKind = "silent" | "refused" | "locked" | "unsafe" | "unreadable";

/** What is not listed here: nobody answered. */
const kinds: Partial<Record<ErrorCode, FailureKind>> = {
  refusedLogin: "refused",
  hostNotAllowed: "refused",
  passwordMissing: "locked",
  keyringLocked: "locked",
  keyringFailed: "locked",
  tlsUnavailable: "unsafe",
  tlsRequired: "unsafe",
  tlsFailed: "unsafe",
  certificateName: "unsafe",
  certificateExpired: "unsafe",
  certificateUntrusted: "unsafe",
  certificateSelfSigned: "unsafe",
  certificateFile: "unsafe",
  databaseUnknown: "unreadable",
  databaseHidden: "unreadable",
  tableMissing: "unreadable",
  columnMissing: "unreadable",
  columnUnfit: "unreadable",
  grantMissing: "unreadable",
  charsetTrouble: "unreadable",
  directoryBaseMissing: "unreadable",
  directoryReferral: "unreadable",
  serverFailed: "unreadable",
};

type Standing = Pick<SourceHealthView, "state" | "error">;

export function failureKind(error: SourceHealthView["error"]): FailureKind {
  return (error && kinds[error.code]) ?? "silent";
}

/** How a source stands, in two words. */
export function standingWords(t: TFunction, { state, error }: Standing): string {
  return state === "failing"
    ? t(`backEnds.state.failing.${failureKind(error)}`)
    : t(`backEnds.state.${state}`);
}

/** That a source fails, and since when: the time of today, else the date. */
export function failingWords(
  t: TFunction,
  format: Format,
  { name, error, since }: Pick<SourceHealthView, "name" | "error" | "since">,
): string {
  const when = format.isToday(since) ? format.clock(since) : format.date(since);
  return t(`sourceStatus.failing.${failureKind(error)}`, { name, when });
}
