import type { OverrideProblem, PreferenceView, SystemSettingView } from "./bindings";

type Setting = [
  name: string,
  value: string,
  origin: SystemSettingView["origin"],
  undeployed?: boolean,
];

const settings: readonly Setting[] = [
  ["CustomerGroupSupport", "1", "modified"],
  ["CustomerGroupAlwaysGroups", "users", "default"],
  ["CustomerGroupCompanyAlwaysGroups", "users", "default"],
  ["System::Customer::Permission", "ro, rw", "default"],
  ["CheckEmailAddresses", "1", "default"],
  ["CheckMXRecord", "0", "modified", true],
  ["CheckEmailInvalidAddress", "@(example)\\.(..|...)$", "default"],
  ["Customer::AuthModule::DB::CryptType", "bcrypt", "modified"],
  ["Customer::AuthModule::DB::bcryptCost", "12", "default"],
  ["AdminCustomerUser::RunInitialWildcardSearch", "1", "default"],
  ["ReferenceData::OwnCountryList", "", "shipped"],
  ["SwitchToCustomer", "0", "default"],
];

/** OTOBO's settings as the fake system has them. */
export function shippedSettings(): SystemSettingView[] {
  return settings.map(([name, value, origin, undeployed = false]) => ({
    name,
    value,
    origin,
    undeployed,
    read: null,
  }));
}

/** Puts a value over the one that was read, or takes it away. */
export function overridden(
  setting: SystemSettingView,
  value: string | null,
  shipped: readonly SystemSettingView[],
): SystemSettingView {
  const read = shipped.find((one) => one.name === setting.name) ?? setting;
  if (value === null) return read;
  const under = { value: read.value, origin: read.origin };
  return { ...read, value, origin: "override", read: under };
}

/** What is wrong with a value. The real rules are Rust's; these only have their outcomes. */
export function overrideProblem(name: string, value: string | null): OverrideProblem | null {
  if (value === null) return null;
  if (name.startsWith("CheckEmailInvalid") && value.includes("(") && !value.includes(")")) {
    return { kind: "noPattern" };
  }
  if (name.endsWith("bcryptCost") && !(Number(value) >= 9 && Number(value) <= 31)) {
    return { kind: "outOfRange", least: 9, most: 31 };
  }
  return null;
}

/** What OTOBO remembers of a customer user; every seventh has nothing. */
export function preferencesOf(login: string): PreferenceView[] {
  if (login.length % 7 === 0) return [];
  return [
    { key: "UserLanguage", value: "de" },
    { key: "UserTimeZone", value: "Europe/Berlin" },
    { key: "UserLastLogin", value: "1794211260" },
    { key: "UserLoginFailed", value: "0" },
    { key: "UserRefreshTime", value: "5" },
    { key: "UserShowTickets", value: "25" },
    { key: "UserCostCentre", value: "4711" },
  ];
}
