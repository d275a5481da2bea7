import type { LoginTestView, StoredFormView, VerdictView, WeaknessView } from "./bindings";
import type { FakeCore, Only } from "./fake";

/** So many refused tries go on at once; each one after them waits. */
const free = 3;

/** The password that lets everybody in; a verdict's name ends in that verdict, a form's is stored so. */
const right = "secret";

const verdicts: ReadonlySet<string> = new Set<VerdictView>([
  "noRecord",
  "notValid",
  "noneStored",
  "unknown",
  "unusable",
]);

const forms: Partial<Record<string, [form: StoredFormView, weakness: WeaknessView | null]>> = {
  plain: ["plain", "plainText"],
  sha2: ["sha2", "fastUnsaltedHash"],
  md5: ["md5", "obsoleteHash"],
  lowCost: ["bcrypt", "lowCost"],
  unusable: ["broken", "broken"],
};

/** Tries a password as the core would; `fake=slow` shows the wait. */
export function loginCommands({ options, read }: FakeCore) {
  let refused = 0;
  return {
    customerUserTestLogin: async (_, password) => {
      if (refused >= free) {
        await new Promise((resolve) => setTimeout(resolve, options.delay * 200));
      }
      return read(() => {
        const answer = tried(password);
        refused = answer.verdict === "wrong" ? refused + 1 : 0;
        return answer;
      });
    },
  } satisfies Only<"customerUserTestLogin">;
}

function tried(password: string): LoginTestView {
  const [form, weakness] = forms[password] ?? (["bcrypt", null] as const);
  if (password === "") return { verdict: "empty", form, weakness };
  if (password === "noneStored" || password === "unknown") {
    return { verdict: password, form: null, weakness: null };
  }
  if (verdicts.has(password)) return { verdict: password as VerdictView, form, weakness };
  return { verdict: password === right || forms[password] ? "accepted" : "wrong", form, weakness };
}
