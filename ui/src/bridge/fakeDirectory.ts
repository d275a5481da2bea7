import { type FakeRecord, sampleCustomer, sampleCustomerUser, type Values } from "./fakeRecords";

/** From here on the customer users of a directory exist only when looked at. */
const virtualFrom = 100_000;

/** How many of a large directory's customer users a term is looked for in. */
const searchedOfMany = 2000;

/** The records of the fake local directory, in memory. */
export class FakeDirectory {
  readonly customers = new Map<string, FakeRecord>();
  readonly customerUsers = new Map<string, FakeRecord>();
  /** How many customer users there are beyond those in memory; 0 for a directory of usual size. */
  readonly virtualPeople: number;
  readonly #companies: number;

  constructor(people: number, companies: number) {
    this.virtualPeople = people >= virtualFrom ? people : 0;
    this.#companies = companies;
    this.fill(this.virtualPeople > 0 ? searchedOfMany : people, companies);
  }

  /** Adds sample records. */
  fill(people: number, companies: number): void {
    for (let index = 0; index < companies; index++) {
      const customer = sampleCustomer(index);
      this.customers.set(customer.key, customer);
    }
    for (let index = 0; index < people; index++) {
      const customerUser = sampleCustomerUser(index, companies);
      this.customerUsers.set(customerUser.key, customerUser);
    }
  }

  /** The n-th customer user of a large directory. */
  virtualCustomerUser(index: number): FakeRecord {
    return sampleCustomerUser(index, this.#companies);
  }

  /** The customer user of a login; those of a large directory have their number in it. */
  findCustomerUser(login: string): FakeRecord | undefined {
    const known = this.customerUsers.get(login);
    const number = /\d+$/.exec(login)?.[0];
    if (known || this.virtualPeople === 0 || number === undefined) return known;
    return this.virtualCustomerUser(Number(number));
  }

  countCustomerUsers(): number {
    return this.virtualPeople || this.customerUsers.size;
  }

  /** How many valid customer users a customer has. */
  usersOf(customerId: string): number {
    let count = 0;
    for (const { values } of this.customerUsers.values()) {
      if (values.UserCustomerID === customerId && values.ValidID === "valid") count += 1;
    }
    return count;
  }

  /** Adds a record, or changes the one that is being edited, which may get another key. */
  store(of: "customers" | "customerUsers", editing: string | null, key: string, values: Values) {
    const old = editing === null ? undefined : this[of].get(editing);
    const now = new Date().toISOString();
    const by = "root@localhost";
    const created = old?.changes ?? { created: now, createdBy: by };
    if (editing !== null) this[of].delete(editing);
    const record: FakeRecord = {
      ...old,
      key,
      values: { ...old?.values, ...values, ValidID: values.ValidID || "valid" },
      password: old?.password ?? "none",
      changes: { ...created, changed: now, changedBy: by },
    };
    this[of].set(key, record);
    return record;
  }
}
