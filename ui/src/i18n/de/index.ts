import type { en } from "../en";
import backEnds from "./backEnds.json";
import caches from "./caches.json";
import common from "./common.json";
import customers from "./customers.json";
import customerUsers from "./customerUsers.json";
import errors from "./errors.json";
import forms from "./forms.json";
import installations from "./installations.json";
import mirror from "./mirror.json";
import security from "./security.json";
import shell from "./shell.json";
import writing from "./writing.json";

/** The German texts: the same keys as the English ones, held by type. */
export const de = {
  ...common,
  ...shell,
  ...customerUsers,
  ...customers,
  ...installations,
  ...caches,
  ...backEnds,
  ...mirror,
  ...errors,
  ...forms,
  ...security,
  ...writing,
} satisfies typeof en;
