import type { AttributeView, EntryView, PhotoView, SourceForm, ValueView } from "./bindings";
import type { FakeCore, Only } from "./fake";
import type { FakeRecord } from "./fakeRecords";
import { newDirectory } from "./fakeSources";

/** The user that the fake directory is asked as. */
const reader = "cn=reader,dc=nord,dc=example";

const connected: Partial<Record<string, string>> = {
  Name: "LDAP Nord",
  "Params.Host": "ldap.nord.example",
  "Params.BaseDN": "ou=people,dc=nord,dc=example",
  "Params.UserDN": reader,
};

/** A source in a directory as it is once it was added. */
export function connectedDirectory(number: number): SourceForm {
  const form = newDirectory(number, "uid");
  const keys = form.keys.map((key) => ({ ...key, value: connected[key.key] ?? key.value }));
  return { ...form, keys };
}

/** What directories have of people. */
export function entryCommands({ installations, read }: FakeCore) {
  const recordOf = (source: string, login: string) => {
    const here = installations.current;
    const record = here.directory.findCustomerUser(login);
    const isThere = record && here.isDirectory(source) && here.sourceOf(record) === source;
    return isThere ? record : null;
  };
  return {
    customerUserEntry: (source, login) =>
      read(() => {
        const record = recordOf(source, login);
        return record ? entryOf(record) : null;
      }),
    customerUserPhoto: (source, login, side) =>
      read(() => {
        const record = recordOf(source, login);
        return record && hasPhoto(record) ? photo(side) : null;
      }),
  } satisfies Only<"customerUserEntry" | "customerUserPhoto">;
}

/** Whoever has a mobile phone has a photo too. */
function hasPhoto({ values }: FakeRecord): boolean {
  return values.UserMobile !== "";
}

/** A plain square. */
function photo(side: number): PhotoView {
  const pixel = [64, 128, 160, 255];
  const bytes = Array.from({ length: side * side }, () => String.fromCharCode(...pixel));
  return { width: side, height: side, rgba: btoa(bytes.join("")) };
}

function entryOf({ key, values }: FakeRecord): EntryView {
  const texts = (name: string, ...all: (string | undefined)[]): AttributeView =>
    attribute(
      name,
      all.filter((text) => text !== undefined).map((text) => ({ kind: "text", text })),
    );
  return {
    dn: `uid=${key},ou=people,dc=nord,dc=example`,
    attributes: [
      texts("objectClass", "top", "person", "organizationalPerson", "inetOrgPerson"),
      texts("uid", key),
      texts("givenName", values.UserFirstname),
      texts("sn", values.UserLastname),
      texts("mail", values.UserEmail, `postmaster+${values.UserEmail}`),
      texts("objectGUID", "12345678-9abc-def0-0102-030405060708"),
      texts("objectSid", "S-1-5-21-1-2-3-500"),
      attribute("userPassword", [{ kind: "secret" }]),
      attribute("pwdLastSet", [
        { kind: "time", stored: "133449696000000000", time: "2023-11-20T16:00:00Z" },
      ]),
      attribute("accountExpires", [{ kind: "time", stored: "0", time: null }]),
      attribute("userCertificate;binary", [
        {
          kind: "certificates",
          certificates: [
            certificate(`CN=${key}`, "2020-01-02T00:00:00Z", true),
            certificate(`CN=${key}, O=Nordwind`, "2031-01-02T00:00:00Z", false),
          ],
        },
      ]),
      attribute("jpegPhoto", [
        { kind: "bytes", format: "jpeg", size: 20_480, excerpt: "ffd8ffe000104a464946000101" },
      ]),
    ],
  };
}

function attribute(name: string, values: ValueView[]): AttributeView {
  return { name, values, count: values.length };
}

function certificate(subject: string, goodUntil: string, expired: boolean) {
  return { subject, issuer: "CN=Nordwind CA", goodUntil, expired };
}
