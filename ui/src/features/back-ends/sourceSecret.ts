import type { SourceFindingView, SourceForm } from "../../bridge/bindings";

/** The server of a source's own, a database or a directory, as far as a form names it. */
export type OwnDatabase = { dsn: string; user: string };

/** How the kept password of that database stands. */
export type SecretStanding =
  | { kind: "kept" }
  /** It was kept for a database that the form does not name any more. */
  | ({ kind: "void" } & OwnDatabase)
  | { kind: "none" };

/** The key of the password; a form has no more than one. */
function passwordKey(form: SourceForm): string {
  return form.keys.find(({ kind }) => kind === "secret")?.key ?? "";
}

/** What the form says of the server; `null` where the source has none of its own that takes a password. */
export function ownDatabase(form: SourceForm): OwnDatabase | null {
  const typed = (name: string) => form.keys.find(({ key }) => key === name)?.value.trim() ?? "";
  if (form.backEnd === "directory") {
    const user = typed("Params.UserDN");
    const isAsked = user !== "" && typed("Deskbook.Bind") === "";
    return isAsked ? { dsn: typed("Params.Host"), user } : null;
  }
  const dsn = typed("Params.DSN");
  return dsn === "" ? null : { dsn, user: typed("Params.User") };
}

/**
 * Which database a password is known to be kept for. The core never tells the password, but a form in
 * which none is typed and nothing is wrong has one.
 */
export function provenDatabase(
  form: SourceForm,
  findings: readonly SourceFindingView[],
): OwnDatabase | null {
  const password = form.keys.find(({ kind }) => kind === "secret")?.value ?? "";
  return findings.length === 0 && password === "" ? ownDatabase(form) : null;
}

/** How the kept password stands for what the form names now. */
export function secretStanding(
  form: SourceForm,
  findings: readonly SourceFindingView[],
  proven: OwnDatabase | null,
): SecretStanding {
  const named = ownDatabase(form);
  if (!named || !proven) return { kind: "none" };
  const isNeeded = findings.some(
    ({ key, problem }) => key === passwordKey(form) && problem.kind === "required",
  );
  if (isNeeded) return { kind: "void", ...proven };
  const isSame = named.dsn === proven.dsn && named.user === proven.user;
  return { kind: isSame ? "kept" : "none" };
}
