import { screen, waitFor, within } from "@testing-library/react";
import { expect, test, vi } from "vitest";
import { renderApp } from "../../testing/renderApp";

const otobo = { current: "nordwind-test" } as const;
// Looking by role through some hundred controls takes a test's document seconds.
const labelled = (name: string | RegExp) => screen.getByLabelText<HTMLInputElement>(name);

async function fresh(of = "openLdap") {
  const app = renderApp(otobo, `/back-ends/form?new=${of}`);
  await screen.findByRole("table", { name: "Map" });
  return app;
}

async function filled() {
  const app = await fresh();
  await app.user.type(labelled(/^Directory servers/), "ldap.nord.example");
  await app.user.type(labelled(/^Base/), "dc=nord,dc=example");
  await app.user.type(labelled("Bind DN"), "cn=reader,dc=nord,dc=example");
  return app;
}

test("a source in a directory is added beside those in tables", async () => {
  const { user } = renderApp(otobo, "/back-ends");
  await user.click(await screen.findByRole("button", { name: "Add source of customer users" }));
  await user.click(await screen.findByRole("menuitem", { name: /Active Directory/ }));
  await screen.findByRole("heading", { level: 1, name: "New source in a directory" });
  await screen.findByRole("table", { name: "Map" });
  expect(labelled(/^Attribute of the username/).value).toBe("sAMAccountName");
});

test("a form over a directory has its keys and none of a table's, and the other way round", async () => {
  await fresh();
  labelled("Encryption");
  labelled(/Depth of the search\W*$/);
  for (const name of [/^Table/, "Column of the validity", "DSN of a database of its own"]) {
    expect(screen.queryByLabelText(name)).toBeNull();
  }
  expect(screen.queryByText("Params.Table")).toBeNull();
});

test("a form over a table has no key of a directory", async () => {
  await fresh("customerUsers");
  expect(screen.queryByText("Params.BaseDN")).toBeNull();
});

test("another module brings its keys at once, and what was typed under the others comes back", async () => {
  const { user } = await fresh("customerUsers");
  const name = async (module: string) => {
    await user.clear(labelled("Module"));
    await user.paste(`Kernel::System::CustomerUser::${module}`);
  };
  await user.type(labelled(/^Table/), "people");
  await name("LDAP");
  await user.type(await screen.findByLabelText(/^Directory servers/), "ldap.nord.example");
  expect(labelled(/Depth of the search\W*$/).textContent).toContain("(sub)");
  expect(screen.queryByLabelText(/^Table/)).toBeNull();
  expect(document.activeElement).toBe(labelled(/^Directory servers/));
  await name("DB");
  expect((await screen.findByLabelText<HTMLInputElement>(/^Table/)).value).toBe("people");
  expect(screen.queryByLabelText(/^Directory servers/)).toBeNull();
  await name("LDAP");
  const servers = await screen.findByLabelText<HTMLInputElement>(/^Directory servers/);
  expect(servers.value).toBe("ldap.nord.example");
});

test("what is chosen is chosen from words", async () => {
  const { user, bridge } = await filled();
  const saves = vi.spyOn(bridge.commands, "sourceSave");
  await user.type(labelled("Password of the bind DN"), "secret");
  await user.click(screen.getByLabelText(/Depth of the search\W*$/));
  await user.click(await screen.findByRole("option", { name: "Directly beneath the base (one)" }));
  await user.keyboard("{Control>}s{/Control}");
  await screen.findByRole("heading", { level: 1, name: "Back ends" });
  const sent = saves.mock.lastCall?.[0].keys ?? [];
  const sentOf = (name: string) => sent.find(({ key }) => key === name)?.value;
  expect(sentOf("Params.SSCOPE")).toBe("one");
  expect(sentOf("Params.UserPw")).toBe("secret");
  const kept = await bridge.commands.sourceFind("CustomerUser2");
  expect(kept.keys.find(({ key }) => key === "Params.UserPw")?.value).toBe("");
});

test("switching encryption or verification off says what it means", async () => {
  const { user } = await filled();
  expect(screen.queryByText(/^Without encryption/)).toBeNull();
  const choose = async (option: RegExp) => {
    await user.click(screen.getByLabelText(/Encryption$/));
    await user.click(await screen.findByRole("option", { name: option }));
  };
  await choose(/^Not encrypted/);
  await screen.findByText(/^Without encryption the password of the bind DN/);
  await choose(/^TLS, nothing verified|^Encrypted, nothing|not verified/i);
  await screen.findByText(/^Encrypted, but with whoever answers/);
});

test("the test goes step by step and shows the first people, the referrals and nobody's password", async () => {
  const { user } = await filled();
  await user.type(labelled("Password of the bind DN"), "secret");
  await user.click(screen.getByRole("button", { name: /^Test/ }));
  const panel = await screen.findByRole("region", { name: "Test" });
  await within(panel).findByText("passed", { selector: "span" });
  for (const step of ["Name", "Encryption", "Login", "Base", "Entries"]) {
    within(panel).getByText(step);
  }
  within(panel).getByText("ldap://ldap.nord.example:389 is 10.20.0.9");
  within(panel).getByText(/^The first 10/);
  within(panel).getByText("ldap://south.nord.example/ou=people");
});

test("a step that fails tells why and what to do, and the host that was passed over is named", async () => {
  const { user } = await fresh();
  await user.type(labelled(/^Directory servers/), "ldap.nord.example, ldap2.nord.example");
  await user.type(labelled(/^Base/), "wrong=base");
  await user.click(screen.getByRole("button", { name: /^Test/ }));
  const panel = await screen.findByRole("region", { name: "Test" });
  const remedy = await within(panel).findByRole("alert");
  within(remedy).getByText("The directory has no entry wrong=base");
  within(panel).getByText("stopped at step 4");
  await waitFor(() => within(panel).getByText(/^ldap2\.nord\.example: Nothing answers/));
  expect(within(panel).queryByText(/^The first/)).toBeNull();
});
