import type { SourceForm } from "../../bridge/bindings";

/** What can go wrong with the settings of a directory though nothing in them is wrong. */
export type DirectoryRisk = "clearPassword" | "clear" | "unverified" | "unnamed";

/** The risks of a directory as it is filled in; what is not set is as safe as can be. */
export function directoryRisks(form: SourceForm): DirectoryRisk[] {
  const typed = (name: string) => form.keys.find(({ key }) => key === name)?.value.trim() ?? "";
  const mode = typed("Deskbook.TLSMode");
  const hasLogin = typed("Params.UserDN") !== "" && typed("Deskbook.Bind") === "";
  if (mode === "disable") return [hasLogin ? "clearPassword" : "clear"];
  if (mode === "require") return ["unverified"];
  return mode === "verify-ca" ? ["unnamed"] : [];
}
