import type {
  CommandError,
  DirectoryStep,
  DirectoryStepView,
  Encryption,
  SourceForm,
  SourceTestView,
  TestFound,
  TlsMode,
} from "./bindings";
import { fakeError } from "./fakeOptions";
import type { FakeRecord } from "./fakeRecords";
import { fullName } from "./fakeRules";
import { keyOf } from "./fakeSources";

const steps: readonly DirectoryStep[] = ["name", "tls", "login", "base", "entries"];

/** Tries a directory: each value of the form that begins with “wrong” makes its step fail. */
export function tryDirectory(
  form: SourceForm,
  tlsMode: TlsMode,
  people: Iterable<FakeRecord>,
): SourceTestView {
  const [host = "", second] = keyOf(form, "Params.Host").split(", ");
  const base = keyOf(form, "Params.BaseDN");
  const failures: Partial<Record<DirectoryStep, CommandError>> = {
    ...(host.startsWith("wrong") ? { name: fakeError("hostUnknown", { host }) } : {}),
    ...(keyOf(form, "Params.UserPw").startsWith("wrong")
      ? {
          login: fakeError("refusedLogin", {
            host,
            user: keyOf(form, "Params.UserDN"),
            source: form.id,
            server: "invalidCredentials (49)",
          }),
        }
      : {}),
    ...(base.startsWith("wrong")
      ? { base: fakeError("directoryBaseMissing", { base, host }) }
      : {}),
  };
  const found: Partial<Record<DirectoryStep, TestFound>> = {
    name: { kind: "address", host: `ldap://${host}:389`, address: "10.20.0.9" },
    tls: { kind: "encryption", encryption: encryptionOf(tlsMode) },
    base: { kind: "database", database: base },
  };
  const stop = steps.findIndex((step) => failures[step]);
  const views = steps.map((step, index): DirectoryStepView => {
    const isTried = stop < 0 || index <= stop;
    const error = isTried ? (failures[step] ?? null) : null;
    return {
      step,
      state: error ? "failed" : isTried ? "passed" : "notTried",
      found: (isTried && !error && found[step]) || { kind: "nothing" },
      millis: isTried ? 2 + index : 0,
      error,
    };
  });
  const rows = [...people].slice(0, 10).map(({ key, values }) => ({ key, text: fullName(values) }));
  return {
    tlsMode,
    count: null,
    rows: stop < 0 ? rows : [],
    error: null,
    missingIndexes: [],
    directory: {
      steps: views,
      referrals: stop < 0 ? ["ldap://south.nord.example/ou=people"] : [],
      passedOver: second ? [fakeError("hostUnreachable", { host: second, port: "389" })] : [],
    },
  };
}

function encryptionOf(tlsMode: TlsMode): Encryption {
  if (tlsMode === "disable") return { kind: "none" };
  return {
    kind: "seen",
    protocol: "TLS",
    subject: "ldap.nord.example",
    issuer: "Nordwind CA",
    days: 212,
  };
}
