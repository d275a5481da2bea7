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

/** The English texts; their keys are the keys of every language. */
export const en = {
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
};
