import type {
  LoginTestView,
  ModuleOutcomeView,
  Refusal,
  SignInFailureView,
  SignInStep,
  StoredFormView,
  StoredVerdictView,
  VerdictView,
  WeaknessView,
} from "./bindings";
import type { FakeCore, Only } from "./fake";
import { fakeError } from "./fakeOptions";

/** So many refused tries go on at once; each one after them waits. */
const free = 3;

/** The password that lets everybody in; a verdict's name ends in that verdict, a form's is stored so. */
const right = "secret";

const verdicts: ReadonlySet<string> = new Set<VerdictView>([
  "another",
  "noRecord",
  "notValid",
  "noneStored",
  "unknown",
  "unusable",
]);

/** Verdicts of a password that is right. */
const signsIn: ReadonlySet<string> = new Set<VerdictView>(["another", "noRecord", "notValid"]);

const forms: Partial<Record<string, [form: StoredFormView, weakness: WeaknessView | null]>> = {
  plain: ["plain", "plainText"],
  sha2: ["sha2", "fastUnsaltedHash"],
  md5: ["md5", "obsoleteHash"],
  lowCost: ["bcrypt", "lowCost"],
  unusable: ["broken", "broken"],
};

const refusals: ReadonlySet<string> = new Set<Refusal>([
  "noAccount",
  "notNow",
  "notHere",
  "passwordExpired",
  "disabled",
  "accountExpired",
  "mustChange",
  "locked",
]);

const steps: SignInStep[] = ["connect", "tls", "searchUser", "entry", "group", "password"];

/** Tries a password as the core would; `fake=slow` shows the wait. */
export function loginCommands({ options, installations, read }: FakeCore) {
  let refused = 0;
  /** The host of the directory that is asked behind the table; `null` for none. */
  const directory = () => {
    const module = installations.current.signIn.find((one) => one.kind === "directory");
    const value = (key: string) => module?.directory.find((one) => one.key === key)?.value ?? "";
    return module ? { host: `ldap://${value("Host")}:389`, suffix: value("UserSuffix") } : null;
  };
  return {
    customerUserPreviewLogin: (login) =>
      read(() => {
        const { host, suffix } = directory() ?? { host: null, suffix: "" };
        const typed = suffix && login.endsWith(suffix) ? login.slice(0, -suffix.length) : login;
        return { typed, directories: host ? [host] : [] };
      }),
    customerUserTestLogin: async (_, typed, password) => {
      if (refused >= free) {
        await new Promise((resolve) => setTimeout(resolve, options.delay * 200));
      }
      return read(() => {
        const asked = directory();
        const answer = asked ? triedBoth(typed, password, asked) : tried(typed, password);
        const counts = answer.verdict === "wrong" || answer.verdict === "refused";
        refused = counts ? refused + 1 : 0;
        return answer;
      });
    },
  } satisfies Only<"customerUserPreviewLogin" | "customerUserTestLogin">;
}

function storedOf(verdict: VerdictView): StoredVerdictView {
  switch (verdict) {
    case "wrong":
    case "empty":
    case "noneStored":
    case "unknown":
    case "unusable":
      return verdict;
    default:
      return "right";
  }
}

/** A system whose only module is a table. */
function tried(typed: string, password: string): LoginTestView {
  const [form, weakness] = forms[password] ?? (["bcrypt", null] as const);
  const view = (verdict: VerdictView, kept: Pick<LoginTestView, "form" | "weakness">) => ({
    verdict,
    name: verdict === "accepted" || signsIn.has(verdict) ? typed : null,
    modules: [{ number: 0, outcome: { kind: "stored" as const, verdict: storedOf(verdict) } }],
    hasStored: true,
    ...kept,
  });
  if (password === "") return view("empty", { form, weakness });
  if (password === "noneStored" || password === "unknown") {
    return view(password, { form: null, weakness: null });
  }
  if (verdicts.has(password)) return view(password as VerdictView, { form, weakness });
  const isRight = password === right || forms[password] !== undefined;
  return view(isRight ? "accepted" : "wrong", { form, weakness });
}

type Directory = { host: string; suffix: string };

/** A system with a table that knows nobody, and a directory behind it. */
function triedBoth(typed: string, password: string, { host, suffix }: Directory): LoginTestView {
  const failure = failureOf(password);
  const outcome: ModuleOutcomeView =
    password === "" ? { kind: "empty" } : { kind: "directory", host, steps, failure };
  const isUnreached = failure?.reason.kind === "server";
  const refused: VerdictView = isUnreached ? "undecided" : "refused";
  const signedIn: VerdictView = verdicts.has(password) ? (password as VerdictView) : "accepted";
  const isIn = password !== "" && failure === null;
  return {
    verdict: password === "" ? "empty" : isIn ? signedIn : refused,
    name: isIn ? typed + suffix : null,
    modules: [
      { number: 0, outcome: { kind: "stored", verdict: "unknown" } },
      { number: 1, outcome },
    ],
    hasStored: true,
    form: null,
    weakness: null,
  };
}

/** What stands in the way: passwords are named after it. */
function failureOf(password: string): SignInFailureView | null {
  if (password === right || signsIn.has(password)) return null;
  if (password === "noEntry") return { step: "entry", reason: { kind: "noEntry" } };
  if (password === "notInGroup") return { step: "group", reason: { kind: "notInGroup" } };
  const server = (
    step: SignInStep,
    code: "hostUnreachable" | "tlsUnavailable" | "refusedLogin",
  ) => {
    const error = fakeError(code, { host: "ldap.nordwind.test:389" });
    return { step, reason: { kind: "server" as const, error } };
  };
  if (password === "connect") return server("connect", "hostUnreachable");
  if (password === "tls") return server("tls", "tlsUnavailable");
  if (password === "searchUser") return server("searchUser", "refusedLogin");
  const refusal = refusals.has(password) ? (password as Refusal) : "wrong";
  const words = refusal === "wrong" ? "" : "AcceptSecurityContext error";
  return { step: "password", reason: { kind: "refused", refusal, words } };
}
