import type { CommandError, ErrorCode } from "./bindings";

/** Every code that the commands can throw: the catalogues are held to this list. */
const codes: Readonly<Record<ErrorCode, true>> = {
  dataFolderUnwritable: true,
  dataFolderInUse: true,
  diskFull: true,
  notADatabase: true,
  newerDatabase: true,
  databaseBusy: true,
  databaseDamaged: true,
  searchNotUnderstood: true,
  searchGone: true,
  tooManyToSort: true,
  notFound: true,
  conflict: true,
  ambiguous: true,
  agentUnknown: true,
  agentInvalid: true,
  preferenceRefused: true,
  preferenceTooLong: true,
  preferenceNotOffered: true,
  preferenceNoNumber: true,
  directoryNotEmpty: true,
  clipboardUnavailable: true,
  keyringLocked: true,
  keyringFailed: true,
  vaultLocked: true,
  wrongPassphrase: true,
  passphraseNeeded: true,
  keyDamaged: true,
  keyMissing: true,
  recoveryNeeded: true,
  cancelled: true,
  invalidInput: true,
  hostUnknown: true,
  hostElsewhere: true,
  hostUnreachable: true,
  serverSilent: true,
  refusedLogin: true,
  hostNotAllowed: true,
  tooManyConnections: true,
  databaseUnknown: true,
  databaseHidden: true,
  tlsUnavailable: true,
  tlsRequired: true,
  certificateName: true,
  certificateExpired: true,
  certificateUntrusted: true,
  certificateSelfSigned: true,
  certificateFile: true,
  tlsFailed: true,
  tableMissing: true,
  columnMissing: true,
  columnUnfit: true,
  grantMissing: true,
  writeGrantMissing: true,
  tableNotWritable: true,
  deadlock: true,
  lockTimedOut: true,
  constraintViolated: true,
  movesLeft: true,
  storedUnread: true,
  outcomeUnknown: true,
  charsetTrouble: true,
  connectionLost: true,
  statementTimedOut: true,
  writeTimedOut: true,
  serverReadOnly: true,
  directoryBaseMissing: true,
  directoryReferral: true,
  serverFailed: true,
  passwordMissing: true,
  readOnly: true,
  sourceUnusable: true,
  installationUnknown: true,
  cacheUnreachable: true,
  cacheSilent: true,
  cacheRefusedLogin: true,
  cachePasswordMissing: true,
  cacheHostNotAllowed: true,
  cacheDatabaseUnknown: true,
  cacheTlsUnavailable: true,
  cacheReadOnly: true,
  cacheNotPermitted: true,
  cacheFailed: true,
  programMissing: true,
  programPathRelative: true,
  programWritable: true,
  programChanged: true,
  programNotStarted: true,
  programFailed: true,
  programKilled: true,
  programTimedOut: true,
  internal: true,
};

export const errorCodes = Object.keys(codes) as readonly ErrorCode[];

export function isErrorCode(value: unknown): value is ErrorCode {
  return typeof value === "string" && value in codes;
}

export function isCommandError(value: unknown): value is CommandError {
  return typeof value === "object" && value !== null && "code" in value && isErrorCode(value.code);
}

/** Whatever was thrown, as the one shape that the UI words; what no command made is `internal`. */
export function toCommandError(thrown: unknown): CommandError {
  if (isCommandError(thrown)) return thrown;
  return { code: "internal", field: null, params: {}, detail: describe(thrown) };
}

function describe(thrown: unknown): string {
  if (thrown instanceof Error) return `${thrown.name}: ${thrown.message}`;
  return typeof thrown === "string" ? thrown : "unknown failure in the window";
}
