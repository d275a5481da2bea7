import type { CommandError, PreferenceFormView } from "./bindings";
import type { FakeCore, Only } from "./fake";
import { stalePreferences } from "./fakeCaches";
import { fakeError } from "./fakeOptions";

/** Keys that are no preferences: some of a record's fields, and secrets. */
const refused = new Set(["", "UserLogin", "UserEmail", "UserPassword", "ValidID", "UserToken"]);

const longest = { key: 150, value: 250 };

/** What the fake system’s settings offer; its zones are few. */
export const forms: readonly PreferenceFormView[] = [
  {
    key: "UserLanguage",
    kind: "choice",
    choices: [
      { value: "de", text: "Deutsch" },
      { value: "en", text: "English (United States)" },
      { value: "hu", text: "Magyar" },
    ],
  },
  {
    key: "UserTimeZone",
    kind: "choice",
    choices: ["Europe/Berlin", "Europe/Budapest", "UTC"].map((zone) => ({
      value: zone,
      text: zone,
    })),
  },
  { key: "UserShowTickets", kind: "number", choices: [] },
  { key: "UserLastLogin", kind: "moment", choices: [] },
];

/** What is wrong with a value. The real rules are Rust's; these only have their outcomes. */
function checkValue(key: string, value: string): void {
  const form = forms.find((one) => one.key === key);
  if (form?.kind === "choice" && !form.choices.some((one) => one.value === value)) {
    const offered = form.choices.map((one) => one.value).join(", ");
    throw at("value", fakeError("preferenceNotOffered", { offered }));
  }
  if (form && form.kind !== "choice" && !/^\d+$/.test(value)) {
    throw at("value", fakeError("preferenceNoNumber"));
  }
}

const at = (field: "key" | "value", error: CommandError): CommandError => ({ ...error, field });

/** What OTOBO remembers of a customer user, and changing it. */
export function preferenceCommands({ installations, read, changed }: FakeCore) {
  const of = (login: string) => installations.current.preferences(login);
  return {
    customerUserPreferences: (login) => read(() => of(login)),
    customerUserPreferenceForms: () => read(() => [...forms]),
    customerUserPreferenceSet: (login, { key, value, was, undo }) =>
      read(() => {
        if (installations.current.view.readOnly) throw fakeError("readOnly");
        if (refused.has(key)) throw at("key", fakeError("preferenceRefused"));
        for (const [field, text] of [["key", key] as const, ["value", value ?? ""] as const]) {
          const limit = longest[field];
          if ([...text].length <= limit) continue;
          throw at(field, fakeError("preferenceTooLong", { limit: String(limit) }));
        }
        if (!undo && value !== null && value !== was) checkValue(key, value);
        const theirs = of(login).find((one) => one.key === key)?.value ?? null;
        if (theirs !== was) return { kind: "conflict", preferences: of(login), theirs } as const;
        installations.current.setPreference(login, key, value);
        changed("customerUsers");
        const here = installations.current;
        const source = here.directory.findCustomerUser(login)?.source ?? "CustomerUser";
        const staleCaches = stalePreferences(here, source);
        return { kind: "saved", preferences: of(login), staleCaches } as const;
      }),
  } satisfies Only<
    "customerUserPreferences" | "customerUserPreferenceForms" | "customerUserPreferenceSet"
  >;
}
