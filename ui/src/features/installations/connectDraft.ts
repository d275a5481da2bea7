import type {
  ConnectionView,
  Engine,
  InstallationView,
  SettingFindingView,
  TlsMode,
} from "../../bridge/bindings";
import { freeHue } from "./hues";

/** An installation as it is being typed. */
export type ConnectDraft = {
  name: string;
  hue: number;
  readOnly: boolean;
  engine: Engine;
  hosts: string;
  /** As typed; empty follows the engine. */
  port: string;
  database: string;
  user: string;
  /** As typed; empty leaves the one that is kept. */
  password: string;
  /** `null` until somebody chose: then the host decides. */
  tlsMode: TlsMode | null;
  caFile: string;
  certificateFile: string;
  keyFile: string;
};

const usualPorts: Readonly<Record<Engine, number>> = { mysql: 3306, postgresql: 5432 };

/** The port that a database of this engine usually listens on. */
export const usualPort = (engine: Engine): string => String(usualPorts[engine]);

/** A new installation: in a colour of its own, encrypted, for what OTOBO uses most. */
export function newDraft(others: readonly InstallationView[]): ConnectDraft {
  return {
    name: "",
    hue: freeHue(others.map((one) => one.hue)),
    readOnly: false,
    engine: "mysql",
    hosts: "",
    port: "",
    database: "otobo",
    user: "",
    password: "",
    tlsMode: null,
    caFile: "",
    certificateFile: "",
    keyFile: "",
  };
}

/** An installation that is there, as its form begins. */
export function draftOf(view: InstallationView, connection: ConnectionView): ConnectDraft {
  const { name, hue, readOnly } = view;
  const port = String(connection.port);
  return {
    ...connection,
    name,
    hue,
    readOnly,
    port: port === usualPort(connection.engine) ? "" : port,
    password: "",
  };
}

/** Whether all hosts are this computer itself. */
export function isLoopback(hosts: string): boolean {
  const names = hosts
    .split(",")
    .map((host) => host.trim())
    .filter(Boolean);
  const loopback = /^(localhost|127(\.\d{1,3}){3}|::1|\[::1\])(:\d+)?$/i;
  return names.length > 0 && names.every((name) => loopback.test(name));
}

/** How the connection is encrypted: as chosen, else wholly, except within this computer. */
export function tlsModeOf({ tlsMode, hosts }: ConnectDraft): TlsMode {
  return tlsMode ?? (isLoopback(hosts) ? "disable" : "verifyFull");
}

/** The connection that is typed; a port that is no number is none. */
export function connectionOf(draft: ConnectDraft): ConnectionView {
  const port = draft.port.trim() || usualPort(draft.engine);
  return {
    engine: draft.engine,
    hosts: draft.hosts.trim(),
    port: /^\d{1,5}$/.test(port) ? Number(port) : 0,
    database: draft.database.trim(),
    user: draft.user.trim(),
    tlsMode: tlsModeOf(draft),
    caFile: draft.caFile.trim(),
    certificateFile: draft.certificateFile.trim(),
    keyFile: draft.keyFile.trim(),
  };
}

/** Who logs in where, for a sentence: a line that is too short for it breaks before the host, not within. */
export function addressOf({ user, hosts }: Pick<ConnectionView, "user" | "hosts">): string {
  return `${user}\u200b@${hosts.replaceAll("-", "-\u2060")}`;
}

/** Whether two connections are the same in every part. */
export function sameConnection(one: ConnectionView, other: ConnectionView): boolean {
  return Object.keys(one).every(
    (part) => one[part as keyof ConnectionView] === other[part as keyof ConnectionView],
  );
}

/** Whether a password that was kept for one connection may be used for another. */
export function sharesPassword(one: ConnectionView, other: ConnectionView): boolean {
  const bound = ["engine", "hosts", "port", "user", "tlsMode"] as const;
  return bound.every((part) => one[part] === other[part]);
}

/** What a test cannot do without. */
export function missingForTest(
  connection: ConnectionView,
  lacksPassword: boolean,
): SettingFindingView[] {
  const findings: SettingFindingView[] = [];
  for (const field of ["hosts", "database", "user"] as const) {
    if (connection[field] === "") findings.push({ field, problem: { kind: "required" } });
  }
  if (connection.port < 1 || connection.port > 65_535) {
    findings.push({ field: "port", problem: { kind: "noPort" } });
  }
  if (lacksPassword) findings.push({ field: "password", problem: { kind: "required" } });
  return findings;
}
