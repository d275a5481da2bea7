import type { AppView } from "./bindings";
import type { FakeCore, Only } from "./fake";
import { tryConnection } from "./fakeConnection";
import { tryDirectory } from "./fakeDirectoryTest";
import type { FakeInstallations } from "./fakeInstallations";
import { fakeError } from "./fakeOptions";
import { fullName } from "./fakeRules";
import { overridden, overrideProblem, shippedSettings } from "./fakeSettings";
import {
  arrangedSource,
  checkSource,
  databaseOf,
  freeNumber,
  keyOf,
  newDirectory,
  shippedSource,
  testedTls,
  withoutPassword,
} from "./fakeSources";

/** What can be done with installations. */
export function installationCommands(
  { installations, answer }: FakeCore,
  appViewOf: (installations: FakeInstallations) => AppView,
) {
  return {
    installationsRead: () => answer(() => installations.views()),
    installationSwitch: (id) =>
      answer(() => {
        installations.switchTo(id);
        return appViewOf(installations);
      }),
    installationConnection: (id) => answer(() => installations.find(id).connection),
    installationTest: ({ connection }) => answer(() => tryConnection(connection)),
    installationSave: (request) =>
      answer(() => {
        const findings = installations.check(request);
        if (findings.length > 0) return { kind: "refused", findings };
        return { kind: "saved", id: installations.keep(request), kept: installations.kept };
      }),
    installationUnlock: (id, password, keeping) =>
      answer(() => installations.unlock(id, password, keeping)),
    installationRemove: (id) =>
      answer(() => {
        installations.remove(id);
        return null;
      }),
  } satisfies Only<
    | "installationsRead"
    | "installationSwitch"
    | "installationConnection"
    | "installationTest"
    | "installationSave"
    | "installationUnlock"
    | "installationRemove"
  >;
}

/** How the sources stand. */
export function healthCommands({ installations, answer, healthChanged }: FakeCore) {
  return {
    healthRead: () => answer(() => installations.current.health()),
    healthRetry: () =>
      answer(() => {
        healthChanged();
        return null;
      }),
  } satisfies Only<"healthRead" | "healthRetry">;
}

/** The sources of the current installation, and OTOBO's settings. */
export function sourceCommands({ installations, answer, read, changed }: FakeCore) {
  const here = () => installations.current;
  const writable = () => {
    if (here().connection === null) throw fakeError("readOnly", { source: "local" });
  };
  return {
    sourcesRead: () => answer(() => here().sourceViews()),
    sourceFind: (id) =>
      answer(() => {
        const form = here().forms.find((one) => one.id === id);
        if (!form) throw fakeError("notFound");
        return form;
      }),
    sourceNew: (of) =>
      answer(() => {
        writable();
        const kind = of === "customers" ? "customers" : "customerUsers";
        const number = freeNumber(kind, here().forms);
        if (number === null) throw fakeError("invalidInput");
        if (of === "openLdap") return newDirectory(number, "uid");
        if (of === "activeDirectory") return newDirectory(number, "sAMAccountName");
        return shippedSource(kind, number, "Database");
      }),
    sourceArrange: (form) => answer(() => arrangedSource(form)),
    sourceCheck: (form) => answer(() => checkSource(form, here().passwords.get(form.id))),
    sourceTest: (form) =>
      read(() => {
        const table = keyOf(form, "Params.Table");
        const tlsMode = testedTls(form, here().connection);
        const none = { tlsMode, count: 0, rows: [], missingIndexes: [], directory: null };
        if (form.backEnd === "directory") {
          return tryDirectory(form, tlsMode, here().directory.customerUsers.values());
        }
        if (table === "missing") {
          const error = fakeError("tableMissing", {
            table,
            database: here().connection?.database ?? "",
            server: `Table 'otobo.${table}' doesn't exist, error 1146`,
          });
          return { ...none, error };
        }
        const records = [...here().directory[form.kind].values()];
        const rows = records.slice(0, 10).map(({ key, values }) => ({
          key,
          text: fullName(values) || values.CustomerCompanyName || key,
        }));
        const index = `CREATE INDEX ${table}_login_lower ON ${table} (LOWER(login));`;
        const missingIndexes = form.kind === "customerUsers" ? [index] : [];
        const count = records.length;
        return { tlsMode, count, rows, error: null, missingIndexes, directory: null };
      }),
    sourceSave: (form) =>
      answer(() => {
        writable();
        const { forms, passwords } = here();
        const findings = checkSource(form, passwords.get(form.id));
        if (findings.length > 0) return { saved: false, findings };
        const database = databaseOf(form);
        if (database === null) passwords.delete(form.id);
        else passwords.set(form.id, database);
        const kept = withoutPassword(form);
        const at = forms.findIndex((one) => one.id === form.id);
        if (at >= 0) forms[at] = kept;
        else forms.push(kept);
        const rank = (kind: string) => (kind === "customerUsers" ? 0 : 1);
        forms.sort((a, b) => rank(a.kind) - rank(b.kind));
        changed("customerUsers", "customers");
        return { saved: true, findings: [] };
      }),
    sourceRemove: (id) =>
      answer(() => {
        writable();
        here().forms = here().forms.filter((form) => form.id !== id);
        changed("customerUsers", "customers");
        return null;
      }),
    systemSettingsRead: () => answer(() => here().settings),
    systemSettingOverride: (name, value) =>
      answer(() => {
        const problem = overrideProblem(name, value);
        if (problem) return { kind: "refused", problem };
        here().settings = here().settings.map((setting) =>
          setting.name === name ? overridden(setting, value, shippedSettings()) : setting,
        );
        return { kind: "saved", settings: here().settings };
      }),
  } satisfies Only<
    | "sourcesRead"
    | "sourceFind"
    | "sourceNew"
    | "sourceArrange"
    | "sourceCheck"
    | "sourceTest"
    | "sourceSave"
    | "sourceRemove"
    | "systemSettingsRead"
    | "systemSettingOverride"
  >;
}
