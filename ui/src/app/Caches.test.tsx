import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { CachesRequest } from "../bridge/bindings";
import type { FakeBridge } from "../bridge/fake";
import { type FakeOptions, fakeError } from "../bridge/fakeOptions";
import { sampleCustomerUser } from "../bridge/fakeRecords";
import { renderApp } from "../testing/renderApp";

const { key } = sampleCustomerUser(0, 40);
const otobo = { current: "nordwind-test", people: 60 } as const;
const box = (label: string) => screen.getByRole<HTMLInputElement>("textbox", { name: label });
const note = () => screen.findByRole("complementary", { name: "OTOBO’s caches" });

const redis: CachesRequest = {
  kind: "redis",
  redis: {
    host: "redis.nord.example",
    port: 6379,
    database: 0,
    encrypted: true,
    caFile: "",
    user: "",
  },
  password: { kind: "typed", password: "redis" },
};

async function put(user: UserEvent, label: string, text: string) {
  await user.clear(box(label));
  await user.click(box(label));
  if (text) await user.paste(text);
}

/** A customer user that was changed, and what was set up before. */
async function saved(given: Partial<FakeOptions> = {}, before?: (bridge: FakeBridge) => unknown) {
  const app = renderApp({ ...otobo, ...given }, `/customer-users/form?login=${key}`);
  const label = given.settings?.language === "de" ? "Telefon" : "Phone";
  await screen.findByRole("textbox", { name: label });
  await before?.(app.bridge);
  await put(app.user, label, "1");
  await app.user.keyboard("{Control>}s{/Control}");
  return app;
}

describe("a write that makes caches stale", () => {
  test("names them where clearing is not set up, to be copied", async () => {
    const { user, bridge } = await saved();
    const quiet = await note();
    await within(quiet).findByText("OTOBO still has old values in these caches");
    const names = within(quiet).getAllByRole("listitem");
    expect(names).toHaveLength(5);
    await user.click(within(quiet).getByRole("button", { name: "Copy the names" }));
    expect(bridge.copied.at(-1)?.split("\n")).toEqual(names.map((name) => name.textContent));
    await user.click(within(quiet).getByRole("button", { name: "Close" }));
    expect(quiet.isConnected).toBe(false);
  });

  test("leads to where clearing is set up", async () => {
    const { user } = await saved();
    await user.click(await screen.findByRole("button", { name: "Set up clearing" }));
    await screen.findByRole("heading", { level: 1, name: "OTOBO’s caches" });
    expect(screen.queryByRole("complementary")).toBeNull();
  });

  test("says how many entries were cleared", async () => {
    await saved({}, ({ commands }) => commands.cachesSave("nordwind-test", redis, "en"));
    await within(await note()).findByText("OTOBO’s caches were cleared: 15 entries");
  });

  test("says that the program cleared them", async () => {
    await saved({}, ({ commands }) => {
      vi.spyOn(commands, "cachesClear").mockResolvedValue({ kind: "byProgram" });
    });
    await within(await note()).findByText("The program cleared OTOBO’s caches");
  });

  test("says why they could not be cleared, and tries again with what came since", async () => {
    const { user, bridge } = await saved({}, ({ commands }) => {
      const clear = vi.spyOn(commands, "cachesClear");
      clear.mockRejectedValueOnce(fakeError("cacheUnreachable", { host: "redis", port: "6379" }));
      clear.mockResolvedValueOnce({ kind: "entries", count: 0 });
    });
    const quiet = await note();
    await within(quiet).findByText("Saved, but OTOBO’s caches were not cleared");
    await within(quiet).findByText("Nothing answers where OTOBO’s cache is to be");
    await user.click(within(quiet).getByRole("button", { name: "Try again" }));
    await within(quiet).findByText("OTOBO’s caches hold nothing old");
    const [first, second] = vi.mocked(bridge.commands.cachesClear).mock.calls;
    expect(second).toEqual(first);
  });

  test("and leaves something behind under the old name has them cleared all the same", async () => {
    const caches = "CustomerUser, Ticket";
    const { bridge } = await saved({}, ({ commands }) => {
      vi.spyOn(commands, "cachesClear").mockResolvedValue({ kind: "entries", count: 3 });
      const failure = fakeError("movesLeft", { caches });
      vi.spyOn(commands, "customerUserSave").mockRejectedValue(failure);
    });
    await within(await note()).findByText("OTOBO’s caches were cleared: 3 entries");
    expect(bridge.commands.cachesClear).toHaveBeenCalledWith("nordwind-test", caches.split(", "));
    await screen.findByText("The record has its new name, but what belongs to it does not");
  });

  test("that failed before anything was stored has none cleared", async () => {
    const { bridge } = await saved({}, ({ commands }) => {
      vi.spyOn(commands, "cachesClear");
      vi.spyOn(commands, "customerUserSave").mockRejectedValue(fakeError("deadlock"));
    });
    await screen.findByText("Nothing was saved; what you typed is still here.");
    expect(bridge.commands.cachesClear).not.toHaveBeenCalled();
  });

  test("adds what is still stale from the write before", async () => {
    const { user, bridge } = await saved();
    await screen.findByText("Saved");
    const clear = vi.spyOn(bridge.commands, "cachesClear");
    const { customerUserSave } = bridge.commands;
    vi.spyOn(bridge.commands, "customerUserSave").mockImplementation(async (draft) => {
      const answer = await customerUserSave(draft);
      return answer.kind === "saved" ? { ...answer, staleCaches: ["Ticket"] } : answer;
    });
    await put(user, "Phone", "2");
    await user.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(clear).toHaveBeenCalled());
    const types = clear.mock.calls[0]?.[1] ?? [];
    expect(types).toHaveLength(6);
    expect(types.at(-1)).toBe("Ticket");
  });

  test("is not told again to whoever closed it", async () => {
    const { user, bridge } = await saved();
    await user.click(within(await note()).getByRole("button", { name: "Close" }));
    const clear = vi.spyOn(bridge.commands, "cachesClear");
    await put(user, "Phone", "2");
    await user.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(clear).toHaveBeenCalled());
    await screen.findByText("Saved");
    expect(screen.queryByRole("complementary")).toBeNull();
  });

  test("of the local directory is nothing to OTOBO", async () => {
    await saved({ current: "local" });
    await screen.findByText("Saved");
    expect(screen.queryByRole("complementary")).toBeNull();
  });

  test("is told in German, too", async () => {
    await saved({ settings: { language: "de" } });
    await screen.findByText("OTOBO hat in diesen Caches noch alte Werte");
    screen.getByRole("button", { name: "Namen kopieren" });
    screen.getByRole("button", { name: "Leeren einrichten" });
  });
});

describe("how caches are cleared", () => {
  async function openSettings(given: Partial<FakeOptions> = {}, before?: CachesRequest) {
    const app = renderApp({ ...otobo, ...given }, "/installations");
    if (before) await app.bridge.commands.cachesSave("nordwind-test", before, "en");
    await app.user.click(await screen.findByRole("button", { name: "Caches of Nordwind test" }));
    await screen.findByRole("heading", { level: 1, name: "OTOBO’s caches" });
    const saves = vi.spyOn(app.bridge.commands, "cachesSave");
    return { ...app, saves };
  }

  const agreed = {
    path: "/usr/local/bin/clear-otobo-cache",
    arguments: ["{types}"],
    agreed: "5f".repeat(32),
  };

  const choose = (user: UserEvent, name: string) => user.click(screen.getByRole("radio", { name }));
  const button = (name: RegExp) => screen.getByRole("button", { name });

  test("is Redis with its password masked, tested, and kept in the keyring", async () => {
    const { user, saves } = await openSettings();
    await choose(user, "Clear in Redis");
    await put(user, "Host", "redis.nord.example");
    await put(user, "Port", "6380");
    const password = screen.getByLabelText<HTMLInputElement>("Password");
    expect(password.type).toBe("password");
    await user.type(password, "wrong");
    await user.click(button(/^Test/));
    await screen.findByText("Redis refused user and password");
    await user.clear(password);
    await user.type(password, "redis");
    await user.click(button(/^Test/));
    await screen.findByText("Deskbook can sign in and find keys. Nothing was deleted.");
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved. The password is in the keyring.");
    expect(saves.mock.calls[0]?.[1]).toMatchObject({
      kind: "redis",
      redis: { host: "redis.nord.example", port: 6380, database: 0, encrypted: true },
      password: { kind: "typed" },
    });
  });

  test("keeps the password of Redis, or forgets it", async () => {
    const { user, saves } = await openSettings({}, redis);
    const password = screen.getByLabelText<HTMLInputElement>("Password");
    expect(password.value).toBe("");
    await user.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(saves).toHaveBeenCalled());
    expect(saves.mock.calls[0]?.[1]).toMatchObject({ password: { kind: "keep" } });
    await user.click(await screen.findByRole("button", { name: "Caches of Nordwind test" }));
    await user.click(await screen.findByRole("checkbox", { name: /^Redis needs no password/ }));
    await user.keyboard("{Control>}s{/Control}");
    await waitFor(() => expect(saves).toHaveBeenCalledTimes(2));
    expect(saves.mock.calls[1]?.[1]).toMatchObject({ password: { kind: "none" } });
  });

  test("says beside the field what is wrong", async () => {
    const { user } = await openSettings();
    await choose(user, "Clear in Redis");
    await user.keyboard("{Control>}s{/Control}");
    const host = await screen.findByRole("textbox", { name: "Host", description: /is needed/ });
    await waitFor(() => expect(document.activeElement).toBe(host));
  });

  test("is a program that somebody agreed to, by its path and fingerprint", async () => {
    const { user, saves } = await openSettings();
    await choose(user, "Run a program");
    await put(user, "Program", "/usr/local/bin/clear-otobo-cache");
    await user.clear(box("Arguments, one a line"));
    await user.click(box("Arguments, one a line"));
    await user.paste("--host\notobo.nord.example\n{types}");
    await user.tab();
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Look at the program and agree to it as it is now.");
    await user.click(button(/^Show path and fingerprint/));
    const consent = screen.getByRole("group", { name: "Consent to the program" });
    await within(consent).findByText("5f".repeat(32));
    await user.click(within(consent).getByRole("checkbox", { name: /^Deskbook may run/ }));
    await user.click(button(/^Test/));
    await screen.findByText("The file is the one that you agreed to. It was not run.");
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved how caches are cleared");
    expect(saves.mock.lastCall?.[1]).toEqual({
      kind: "program",
      program: {
        path: "/usr/local/bin/clear-otobo-cache",
        arguments: ["--host", "otobo.nord.example", "{types}"],
        agreed: "5f".repeat(32),
      },
    });
  });

  test("takes the consent back when the path becomes another one", async () => {
    const { user } = await openSettings({}, { kind: "program", program: agreed });
    const agrees = () => screen.queryByRole("checkbox", { name: /^Deskbook may run/ });
    expect((agrees() as HTMLInputElement).checked).toBe(true);
    await user.type(box("Program"), "2");
    expect(agrees()).toBeNull();
  });

  test("says what keeps a program from being looked at", async () => {
    const { user } = await openSettings();
    await choose(user, "Run a program");
    await put(user, "Program", "clear-otobo-cache");
    await user.click(button(/^Show path and fingerprint/));
    const path = await screen.findByRole("textbox", {
      name: "Program",
      description: /^The path of the program is not complete\. Write it out/,
    });
    await waitFor(() => expect(document.activeElement).toBe(path));
    expect(screen.queryByText("What went wrong")).toBeNull();
  });

  test("says at the program what a test finds wrong with it, and nothing of saving", async () => {
    const { user, bridge } = await openSettings({}, { kind: "program", program: agreed });
    const path = "/srv/scripts";
    const error = { ...fakeError("programWritable", { path }), field: "path" };
    vi.spyOn(bridge.commands, "cachesTest").mockResolvedValue({ kind: "failed", error });
    await user.click(button(/^Test/));
    await screen.findByRole("textbox", { description: /^Others may change the program/ });
    screen.getByText("What is wrong stands at its field.");
    expect(screen.queryByText(/record/)).toBeNull();
  });

  test("is saved while a test still runs, whose outcome is then nothing to anybody", async () => {
    const { user, bridge, saves } = await openSettings({}, { kind: "program", program: agreed });
    vi.spyOn(bridge.commands, "cachesTest").mockReturnValue(new Promise(() => {}));
    expect(box("Arguments, one a line").getAttribute("rows")).toBe("4");
    await user.click(button(/^Test/));
    await user.keyboard("{Control>}s{/Control}");
    await screen.findByText("Saved how caches are cleared");
    expect(saves).toHaveBeenCalledTimes(1);
  });

  test("is nothing to the local directory", async () => {
    renderApp({}, "/installations/local/caches");
    await screen.findByRole("heading", { name: "The local directory has no caches" });
  });
});
