import { screen, waitFor } from "@testing-library/react";
import { describe, expect, test } from "vitest";
import { sampleCustomer } from "../../bridge/fakeRecords";
import { changeLanguage } from "../../i18n";
import { renderForm } from "../../testing/renderForm";

const box = (name: string) => screen.getByRole<HTMLInputElement>("textbox", { name });
const described = (name: string, description: RegExp) =>
  screen.findByRole("textbox", { name, description });
const form = (name: string) => screen.findByRole("heading", { level: 1, name });

const some = sampleCustomer(2);

describe("a customer's form", () => {
  test("adds a customer and stays, as its edit", async () => {
    const { user, router } = await renderForm("/customer");
    await user.type(box("CustomerID"), "ZEP");
    await user.type(box("Customer"), "Zeppelin Werft");
    await described("Customer", /^Not used yet$/);
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved");
    await form("Zeppelin Werft");
    await waitFor(() => expect(router.state.location.search).toEqual({ editing: "ZEP" }));
    await user.type(box("CustomerID"), "2");
    await described("CustomerID", /^So far ZEP\. Saving renames the record\.$/);
  });

  test("says who has an ID or a name already", async () => {
    const { user } = await renderForm("/customer");
    await user.type(box("CustomerID"), some.key.toLowerCase());
    await user.type(box("Customer"), some.values.CustomerCompanyName ?? "");
    await described("CustomerID", /^Taken by .+\. Choose another ID\.$/);
    await described("Customer", new RegExp(`^The customer ${some.key} has this name already\\.`));
    expect(screen.getByRole("status").textContent).toMatch(/^2 fields need your attention:/);
  });

  test("changes what was changed and keeps the rest", async () => {
    const { user, fake } = await renderForm(`/customer?editing=${some.key}`);
    await form(some.values.CustomerCompanyName ?? "");
    await user.clear(box("City"));
    await user.type(box("City"), "Kiel");
    await user.keyboard("{Control>}{Enter}{/Control}");
    await form("New customer user");
    const stored = await fake.commands.customerFind(some.key);
    expect(stored?.values).toEqual({ ...some.values, CustomerCompanyCity: "Kiel" });
  });

  test("is refused without an ID, with the focus there", async () => {
    const { user } = await renderForm("/customer?name=Zeppelin");
    expect(box("Customer").value).toBe("Zeppelin");
    await user.click(screen.getByRole("button", { name: "Save" }));
    await described("CustomerID", /^This field is needed\.$/);
    expect(document.activeElement).toBe(box("CustomerID"));
  });

  test("asks in German before it is left", async () => {
    changeLanguage("de");
    const { user } = await renderForm("/customer");
    await user.type(box("Kundennummer"), "ZEP");
    await user.keyboard("{Escape}");
    await screen.findByRole("alertdialog", { name: "Ohne Speichern verlassen?" });
    await user.click(screen.getByRole("button", { name: "Bleiben" }));
    expect(box("Kundennummer").value).toBe("ZEP");
  });
});
