import type { CommandError } from "./bindings";
import type { FakeCore, Only } from "./fake";
import { stalePreferences } from "./fakeCaches";
import { fakeError } from "./fakeOptions";

/** Keys that are no preferences: some of a record's fields, and secrets. */
const refused = new Set(["", "UserLogin", "UserEmail", "UserPassword", "ValidID", "UserToken"]);

const longest = { key: 150, value: 250 };

/** What OTOBO remembers of a customer user, and changing it. */
export function preferenceCommands({ installations, read, changed }: FakeCore) {
  const of = (login: string) => installations.current.preferences(login);
  const at = (field: "key" | "value", error: CommandError): CommandError => ({ ...error, field });
  return {
    customerUserPreferences: (login) => read(() => of(login)),
    customerUserPreferenceSet: (login, key, value) =>
      read(() => {
        if (installations.current.view.readOnly) throw fakeError("readOnly");
        if (refused.has(key)) throw at("key", fakeError("preferenceRefused"));
        for (const [field, text] of [["key", key] as const, ["value", value ?? ""] as const]) {
          const limit = longest[field];
          if ([...text].length <= limit) continue;
          throw at(field, fakeError("preferenceTooLong", { limit: String(limit) }));
        }
        installations.current.setPreference(login, key, value);
        changed("customerUsers");
        const here = installations.current;
        const source = here.directory.findCustomerUser(login)?.source ?? "CustomerUser";
        return { preferences: of(login), staleCaches: stalePreferences(here, source) };
      }),
  } satisfies Only<"customerUserPreferences" | "customerUserPreferenceSet">;
}
