import type {
  AppView,
  CustomerUserView,
  StoredFormView,
  WeaknessView,
} from "../../bridge/bindings";
import { whyNotOf } from "../../lib/writable";

/** The setting of OTOBO's that tells in which form passwords are stored. */
export const cryptType = "Customer::AuthModule::DB::CryptType";

/** Forms that the setting can name. */
const forms = ["plain", "crypt", "md5", "apr1", "sha1", "sha2", "sha512", "bcrypt"] as const;

type NamedForm = Extract<StoredFormView, (typeof forms)[number]>;

/** The form that a setting means: OTOBO takes whatever it does not know for `sha2`. */
export function formOf(setting: string): NamedForm {
  return forms.find((form) => form === setting) ?? "sha2";
}

const weaknesses: Record<NamedForm, WeaknessView | null> = {
  plain: "plainText",
  crypt: "obsoleteHash",
  md5: "obsoleteHash",
  apr1: "obsoleteHash",
  sha1: "fastUnsaltedHash",
  sha2: "fastUnsaltedHash",
  sha512: "fastUnsaltedHash",
  bcrypt: null,
};

/** Why new passwords in a form are easily found out; `null` if they are not. */
export function weaknessOf(form: NamedForm): WeaknessView | null {
  return weaknesses[form];
}

/** Whether a customer user's password can be set: its source is writable and has a column for it. */
export function canSetPassword(app: AppView, record: CustomerUserView): boolean {
  const source = app.sources.find((one) => one.id === record.source);
  const field = source?.fields.find((one) => one.kind === "password");
  return (
    whyNotOf(app, app.sources, record.source) === null && field !== undefined && !field.readOnly
  );
}
