import type { NewSource } from "../../bridge/bindings";

/** Where the room of the back ends leads to. */
export type BackEndWays = {
  onAdd: (of: NewSource) => void;
  onChange: (id: string) => void;
};
