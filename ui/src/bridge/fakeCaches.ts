import type {
  CachesRequest,
  CachesTestView,
  CachesView,
  ProgramView,
  RedisView,
  SettingFindingView,
} from "./bindings";
import type { FakeCore, Only } from "./fake";
import type { FakeInstallation } from "./fakeInstallation";
import { fakeError } from "./fakeOptions";

/** What the fake knows of the only program there is, and of the password of every Redis. */
const program = { path: "/usr/local/bin/clear-otobo-cache", sha256: "5f".repeat(32) };
const password = "redis";

const ofCustomerUsers = [
  "",
  "_CustomerSearch",
  "_CustomerIDList",
  "_CustomerSearchDetail",
  "_CustomerSearchDetailDynamicFields",
];
const ofCustomers = [
  "",
  "_CustomerCompanyList",
  "_CustomerCompanySearchDetail",
  "_CustomerSearchDetailDynamicFields",
];

/** The types that are stale after a record of this source was written; none in the local directory. */
export function staleCaches(here: FakeInstallation, source: string): string[] {
  if (here.connection === null) return [];
  const lists = source.startsWith("CustomerUser") ? ofCustomerUsers : ofCustomers;
  return lists.map((list) => `${source}${list}`);
}

/** The types that are stale after a preference of a customer user of this source was written. */
export function stalePreferences(here: FakeInstallation, source: string): string[] {
  return here.connection === null ? [] : [source, "CustomerUserPreferencesDB"];
}

/** How caches are cleared, and clearing them. */
export function cacheCommands({ installations, answer }: FakeCore) {
  const kept = new Map<string, CachesView>();
  const read = (id: string): CachesView => kept.get(id) ?? { kind: "none" };
  const judge = (id: string, request: CachesRequest): CachesTestView => {
    if (installations.find(id).connection === null) throw fakeError("readOnly");
    const findings = findingsOf(request);
    if (findings.length > 0) return { kind: "refused", findings };
    if (request.kind !== "redis" || request.password.kind !== "typed") return { kind: "passed" };
    const { host, database, user } = request.redis;
    const place = { host, database: String(database), user: user || "default" };
    if (request.password.password === password) return { kind: "passed" };
    return { kind: "failed", error: fakeError("cacheRefusedLogin", place) };
  };
  return {
    cachesRead: (installation) => answer(() => read(installation)),
    cachesTest: (installation, request) => answer(() => judge(installation, request)),
    cachesSave: (installation, request) =>
      answer(() => {
        const judged = judge(installation, request);
        if (judged.kind === "refused") return judged;
        const former = read(installation);
        kept.set(installation, keptOf(request, former, installations.kept));
        const isTyped = request.kind === "redis" && request.password.kind === "typed";
        return { kind: "saved", kept: isTyped ? installations.kept : null };
      }),
    cachesProgram: (path) =>
      answer(() => {
        if (!path.startsWith("/")) throw { ...fakeError("programPathRelative"), field: "path" };
        if (path !== program.path) throw { ...fakeError("programMissing"), field: "path" };
        return program;
      }),
    cachesClear: (installation, types) =>
      answer(() => {
        const settings = read(installation);
        if (settings.kind === "redis") return { kind: "entries", count: 3 * types.length };
        return settings.kind === "program" ? { kind: "byProgram" } : { kind: "notSetUp" };
      }),
  } satisfies Only<"cachesRead" | "cachesTest" | "cachesSave" | "cachesProgram" | "cachesClear">;
}

function keptOf(
  request: CachesRequest,
  former: CachesView,
  place: "keyring" | "sessionOnly",
): CachesView {
  if (request.kind !== "redis") return request;
  const { redis } = request;
  if (request.password.kind === "typed") return { kind: "redis", redis, secret: place };
  const keeps = request.password.kind === "keep" && former.kind === "redis";
  return { kind: "redis", redis, secret: keeps ? former.secret : "missing" };
}

function findingsOf(request: CachesRequest): SettingFindingView[] {
  if (request.kind === "redis") return ofRedis(request.redis);
  return request.kind === "program" ? ofProgram(request.program) : [];
}

function ofRedis({ host, port }: RedisView): SettingFindingView[] {
  const findings: SettingFindingView[] = [];
  if (host.trim() === "") findings.push({ field: "host", problem: { kind: "required" } });
  else if (host.includes(" ")) findings.push({ field: "host", problem: { kind: "noHost" } });
  if (port < 1 || port > 65_535) findings.push({ field: "port", problem: { kind: "noPort" } });
  return findings;
}

function ofProgram({ path, arguments: given, agreed }: ProgramView): SettingFindingView[] {
  const findings: SettingFindingView[] = [];
  if (path.trim() === "") findings.push({ field: "path", problem: { kind: "required" } });
  else if (!path.startsWith("/"))
    findings.push({ field: "path", problem: { kind: "pathNotAbsolute" } });
  else if (path !== program.path)
    findings.push({ field: "path", problem: { kind: "fileMissing" } });
  else if (agreed !== program.sha256)
    findings.push({ field: "agreed", problem: { kind: "consentNeeded" } });
  if (given.some((one) => one !== "{types}" && one.includes("{types}")))
    findings.push({ field: "arguments", problem: { kind: "placeholderNotAlone" } });
  return findings;
}
