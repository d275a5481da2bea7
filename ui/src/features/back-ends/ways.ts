import type { SourceKind } from "../../bridge/bindings";

/** Where the room of the back ends leads to. */
export type BackEndWays = {
  onAdd: (kind: SourceKind) => void;
  onChange: (id: string) => void;
};
