import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { renderApp } from "../../testing/renderApp";

const otobo = { current: "nordwind-test" } as const;
const panel = async () =>
  within(await screen.findByRole("region", { name: "Sign-in of customers" }));

describe("the modules of the sign-in", () => {
  test("are listed in the order in which they are asked", async () => {
    renderApp({ ...otobo, signInDirectory: true }, "/back-ends");
    const list = await panel();
    const [first, second] = await list.findAllByRole("listitem");
    expect(first?.textContent).toContain("Table with passwords Customer::AuthModule");
    expect(second?.textContent).toContain("Directory (LDAP) Customer::AuthModule1");
    expect(second?.textContent).toContain("ldap.nordwind.test");
  });

  test("are not there for the local directory", async () => {
    renderApp({}, "/back-ends");
    await screen.findByRole("region", { name: "Customer users" });
    expect(screen.queryByRole("region", { name: "Sign-in of customers" })).toBeNull();
  });

  test("take a directory, whose password is sent once and kept nowhere in the window", async () => {
    const { user, bridge, client } = renderApp(otobo, "/back-ends");
    const saves = vi.spyOn(bridge.commands, "signInSave");
    await user.click(await (await panel()).findByRole("button", { name: "Add module" }));
    const dialog = within(
      await screen.findByRole("dialog", { name: "Sign-in module Customer::AuthModule1" }),
    );
    await user.type(dialog.getByRole("textbox", { name: "Base" }), "dc=x");
    await user.type(dialog.getByRole("textbox", { name: "Attribute of the name" }), "uid");
    await user.type(dialog.getByRole("textbox", { name: "User that searches" }), "cn=reader");
    await user.click(dialog.getByRole("button", { name: "Keep" }));
    expect((await dialog.findAllByText("This is needed.")).length).toBe(1);
    dialog.getByText(/^Type the password\./);
    await user.type(dialog.getByRole("textbox", { name: "Host" }), "ldap.test");
    const password = dialog.getByLabelText<HTMLInputElement>("Its password");
    expect(password.type).toBe("password");
    await user.type(password, "reads-all");
    await user.click(dialog.getByRole("button", { name: "Keep" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    const sent = saves.mock.calls.at(-1)?.[0];
    expect(sent?.password).toBe("reads-all");
    expect(JSON.stringify(sent?.values)).not.toContain("reads-all");
    await (await panel()).findByText("ldap.test");
    const cached = [client.getQueryCache().getAll(), client.getMutationCache().getAll()].flat();
    expect(JSON.stringify(cached.map((entry) => entry.state))).not.toContain("reads-all");
  });

  test("are changed and taken away", async () => {
    const { user } = renderApp({ ...otobo, signInDirectory: true }, "/back-ends");
    const change = { name: "Change Customer::AuthModule1" };
    await user.click(await (await panel()).findByRole("button", change));
    const suffix = screen.getByRole("textbox", { name: "Suffix" });
    await user.type(suffix, "@corp");
    await user.click(screen.getByRole("button", { name: "Keep" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await user.click(await (await panel()).findByRole("button", change));
    expect(screen.getByRole("textbox", { name: "Suffix" })).toHaveProperty("value", "@corp");
    await user.click(screen.getByRole("button", { name: "Take the module away" }));
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    await waitFor(() => expect(screen.queryByText("ldap.nordwind.test")).toBeNull());
  });

  test("say that keeping failed, with what was typed still there", async () => {
    const error = { code: "databaseBusy", field: null, params: {}, detail: "" } as const;
    const given = { ...otobo, signInDirectory: true, fail: { signInSave: error } } as const;
    const { user } = renderApp(given, "/back-ends");
    const change = { name: "Change Customer::AuthModule1" };
    await user.click(await (await panel()).findByRole("button", change));
    await user.type(screen.getByRole("textbox", { name: "Suffix" }), "@corp");
    await user.click(screen.getByRole("button", { name: "Keep" }));
    await screen.findByRole("alert");
    expect(screen.getByRole("textbox", { name: "Suffix" })).toHaveProperty("value", "@corp");
  });
});
