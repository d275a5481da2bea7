import { createContext, useContext } from "react";

/** The columns that a list shows now; those that do not fit are not among them. */
export const ShownColumnsContext = createContext<readonly string[]>([]);

/** Whether a list shows this column now: what only it would say, another cell says where it does not. */
export function useIsShown(column: string): boolean {
  return useContext(ShownColumnsContext).includes(column);
}
