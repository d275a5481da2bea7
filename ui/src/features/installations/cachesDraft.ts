import type { CachesRequest, CachesView } from "../../bridge/bindings";

/** How caches are to be cleared, as it is being typed. */
export type CachesDraft = {
  kind: CachesView["kind"];
  host: string;
  /** As typed; empty for the usual one. */
  port: string;
  database: string;
  encrypted: boolean;
  caFile: string;
  user: string;
  /** As typed; empty leaves the one that is kept. */
  password: string;
  /** The one that is kept is to be forgotten. */
  withoutPassword: boolean;
  path: string;
  /** One a line. */
  arguments: string;
  /** The fingerprint that was agreed to; empty for none. */
  agreed: string;
};

/** What Redis usually listens on. */
export const usualPort = "6379";

/** An argument that the types take the place of. */
export const placeholder = "{types}";

const empty: CachesDraft = {
  kind: "none",
  host: "",
  port: "",
  database: "0",
  encrypted: true,
  caFile: "",
  user: "",
  password: "",
  withoutPassword: false,
  path: "",
  arguments: placeholder,
  agreed: "",
};

/** What is kept, as its form begins. */
export function cachesDraft(view: CachesView): CachesDraft {
  if (view.kind === "redis") {
    const { port, database, ...redis } = view.redis;
    const typedPort = String(port) === usualPort ? "" : String(port);
    return { ...empty, ...redis, kind: "redis", port: typedPort, database: String(database) };
  }
  if (view.kind === "program") {
    const { path, arguments: given, agreed } = view.program;
    return { ...empty, kind: "program", path, arguments: given.join("\n"), agreed };
  }
  return empty;
}

/** A number that is none is more than any port or database has. */
function numberOf(text: string): number {
  return /^\d{1,9}$/.test(text.trim()) ? Number(text) : 4_294_967_295;
}

/** What is sent to be tried or kept. */
export function cachesRequest(draft: CachesDraft): CachesRequest {
  switch (draft.kind) {
    case "none":
      return { kind: "none" };
    case "redis": {
      const { password, withoutPassword, encrypted } = draft;
      const kept = withoutPassword ? "none" : "keep";
      return {
        kind: "redis",
        redis: {
          host: draft.host.trim(),
          port: numberOf(draft.port || usualPort),
          database: numberOf(draft.database || "0"),
          encrypted,
          caFile: encrypted ? draft.caFile.trim() : "",
          user: draft.user.trim(),
        },
        password: password === "" ? { kind: kept } : { kind: "typed", password },
      };
    }
    case "program": {
      const lines = draft.arguments.split("\n").map((line) => line.replace(/\r$/, ""));
      const { agreed } = draft;
      const program = { path: draft.path.trim(), arguments: lines.filter(Boolean), agreed };
      return { kind: "program", program };
    }
  }
}
