import type { CheckView, FieldView, FindingView, Problem } from "./bindings";
import type { FakeRecord, Values } from "./fakeRecords";

/** What a check needs to know of the directory. */
export type Directory = {
  customerUsers: ReadonlyMap<string, FakeRecord>;
  customers: ReadonlyMap<string, FakeRecord>;
};

/** The problems that a field has by itself. The real rules are Rust's; these only have their outcomes. */
function ownProblem(field: FieldView, value: string): Problem | null {
  if (field.required && value === "") return { kind: "required" };
  if (field.required && value === "0") return { kind: "zeroCountsAsEmpty" };
  if (field.maxLength !== null && [...value].length > field.maxLength) {
    return { kind: "tooLong", length: [...value].length, limit: field.maxLength };
  }
  if (field.kind === "email" && value !== "" && !/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(value)) {
    return { kind: "emailSyntax" };
  }
  if (field.kind === "email" && value.endsWith("@example.com")) return { kind: "emailNotAllowed" };
  return null;
}

/** The full name as OTOBO puts it together. */
export function fullName(values: Values): string {
  const parts = [values.UserTitle, values.UserFirstname, values.UserLastname];
  return parts.filter(Boolean).join(" ");
}

function customerUserProblem(
  directory: Directory,
  field: FieldView,
  value: string,
  editing: string | null,
): Problem | null {
  const others = [...directory.customerUsers.values()].filter((one) => one.key !== editing);
  if (field.kind === "login") {
    const taken = others.find((one) => one.key.toLowerCase() === value.toLowerCase());
    if (!taken) return null;
    const free = [2, 3, 4]
      .map((n) => `${value}${n}`)
      .find((name) => !directory.customerUsers.has(name));
    return {
      kind: "loginTaken",
      login: taken.key,
      name: fullName(taken.values),
      free: free ?? null,
    };
  }
  if (field.kind === "email") {
    const taken = others.find((one) => one.values.UserEmail?.toLowerCase() === value.toLowerCase());
    return taken ? { kind: "emailTaken", login: taken.key, name: fullName(taken.values) } : null;
  }
  if (field.kind === "customer" && !directory.customers.has(value))
    return { kind: "customerUnknown" };
  return null;
}

function customerProblem(
  directory: Directory,
  field: FieldView,
  value: string,
  editing: string | null,
): Problem | null {
  const others = [...directory.customers.values()].filter((one) => one.key !== editing);
  if (field.kind === "customerId") {
    const taken = others.find((one) => one.key.toLowerCase() === value.toLowerCase());
    return taken ? { kind: "customerIdTaken", name: taken.values.CustomerCompanyName ?? "" } : null;
  }
  if (field.var === "CustomerCompanyName") {
    const taken = others.find((one) => one.values.CustomerCompanyName === value);
    return taken ? { kind: "customerNameTaken", customerId: taken.key } : null;
  }
  return null;
}

/** Checks a form as the core would: own problems first, then what the directory says. */
export function check(
  kind: "customerUser" | "customer",
  directory: Directory,
  fields: readonly FieldView[],
  values: Values,
  editing: string | null,
): CheckView {
  const findings: FindingView[] = [];
  const free: string[] = [];
  const lookUp = kind === "customerUser" ? customerUserProblem : customerProblem;
  for (const field of fields) {
    if (field.kind === "password") continue;
    const value = values[field.var] ?? "";
    const problem = ownProblem(field, value) ?? lookUp(directory, field, value, editing);
    if (problem) findings.push({ field: field.var, problem });
    else if (value !== "" && isLookedUp(field)) free.push(field.var);
  }
  return { findings, free };
}

function isLookedUp(field: FieldView): boolean {
  if (field.kind === "email" || field.var === "CustomerCompanyName") return true;
  return field.kind === "login" || field.kind === "customerId";
}
