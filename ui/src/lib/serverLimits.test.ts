import { expect, test } from "vitest";
import { domainLimit, openLdapLimit } from "./serverLimits";

test("OpenLDAP's line names the very user that asks", () => {
  expect(openLdapLimit("cn=reader,dc=example,dc=org", "entries")).toBe(
    'olcLimits: dn.exact="cn=reader,dc=example,dc=org" size=unlimited size.prtotal=unlimited',
  );
  expect(openLdapLimit('cn="a\\b",dc=x', "time")).toBe(
    'olcLimits: dn.exact="cn=\\"a\\\\b\\",dc=x" time=unlimited',
  );
  expect(openLdapLimit("", "work")).toBe("olcLimits: anonymous size.unchecked=unlimited");
});

test("a user named as in a domain is none of OpenLDAP's", () => {
  expect(openLdapLimit("reader@nord.example", "entries")).toBeNull();
  expect(domainLimit("entries")).toContain("Set MaxPageSize to 20000");
});
