import { mutationOptions } from "@tanstack/react-query";
import { commands } from "../bridge/bridge";

/** Puts contact data on the clipboard. */
export const textCopy = () =>
  mutationOptions({ mutationFn: (text: string) => commands.textCopy(text) });
