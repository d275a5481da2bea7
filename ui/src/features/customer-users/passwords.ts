import type { AppView, CustomerUserView } from "../../bridge/bindings";
import { whyNotOf } from "../../lib/writable";

/** The setting of OTOBO's that tells in which form passwords are stored. */
export const cryptType = "Customer::AuthModule::DB::CryptType";

/** Whether a customer user's password can be set: its source is writable and has a column for it. */
export function canSetPassword(app: AppView, record: CustomerUserView): boolean {
  const source = app.sources.find((one) => one.id === record.source);
  const field = source?.fields.find((one) => one.kind === "password");
  return (
    whyNotOf(app, app.sources, record.source) === null && field !== undefined && !field.readOnly
  );
}
