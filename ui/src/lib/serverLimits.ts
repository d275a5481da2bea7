/*
 * What the administrator of a directory can set against a limit. It is only shown, for copying; names may
 * hold anything and are quoted as the server wants it.
 */

type Limit = "entries" | "work" | "time";

/** Paged and unpaged searches have limits of their own. */
const openLdap = {
  entries: "size=unlimited size.prtotal=unlimited",
  work: "size.unchecked=unlimited",
  time: "time=unlimited",
} as const satisfies Record<Limit, string>;

/** The line of OpenLDAP's configuration for one user; `null` for a user that is named as in a domain. */
export function openLdapLimit(user: string, limit: Limit): string | null {
  if (user === "") return `olcLimits: anonymous ${openLdap[limit]}`;
  if (!user.includes("=")) return null;
  const quoted = user.replaceAll("\\", "\\\\").replaceAll('"', '\\"');
  return `olcLimits: dn.exact="${quoted}" ${openLdap[limit]}`;
}

const domain = {
  entries: "MaxPageSize to 20000",
  work: "MaxResultSetSize to 1048576",
  time: "MaxQueryDuration to 300",
} as const satisfies Record<Limit, string>;

/** The command on a domain controller; the policy holds for everybody who asks. */
export function domainLimit(limit: Limit): string {
  return `ntdsutil "LDAP policies" connections "connect to server localhost" q "Set ${domain[limit]}" "Commit Changes" q q`;
}
