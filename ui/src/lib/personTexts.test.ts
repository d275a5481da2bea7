import { expect, test } from "vitest";
import type { CustomerUserRow } from "../bridge/bindings";
import { customerText, nameText } from "./personTexts";

const mark = (variable: string, start: number, end: number) =>
  ({ var: variable, start, end, kind: "found" }) as const;

function person(more: Partial<CustomerUserRow>): CustomerUserRow {
  return {
    login: "jmueller",
    source: "CustomerUser",
    installation: null,
    values: { UserFirstname: "Jana", UserLastname: "Müller", UserCustomerID: "acme" },
    customerName: "ACME GmbH",
    validity: "valid",
    marks: [],
    tier: null,
    ...more,
  };
}

test("a name is last, first, marked in both", () => {
  const marks = [mark("UserFirstname", 0, 2), mark("UserLastname", 1, 3)];
  expect(nameText(person({ marks }))).toMatchObject({
    text: "Müller, Jana",
    spans: [
      { start: 1, end: 3 },
      { start: 8, end: 10 },
    ],
  });
});

test("without a comma where one name is missing, and the username where both are", () => {
  expect(nameText(person({ values: { UserLastname: "Müller" } })).text).toBe("Müller");
  expect(nameText(person({ values: { UserFirstname: "Jana" } })).text).toBe("Jana");
  expect(nameText(person({ values: {} })).text).toBe("jmueller");
});

test("a customer is its name, with the ID if that was found, and the ID alone without a name", () => {
  expect(customerText(person({})).text).toBe("ACME GmbH");
  const found = customerText(person({ marks: [mark("UserCustomerID", 0, 4)] }));
  expect(found).toMatchObject({ text: "acme ACME GmbH", title: "ACME GmbH (acme)" });
  expect(customerText(person({ customerName: null })).text).toBe("acme");
});
