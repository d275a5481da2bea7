import { screen, waitFor, within } from "@testing-library/react";
import type { UserEvent } from "@testing-library/user-event";
import { describe, expect, test, vi } from "vitest";
import type { FakeBridge } from "../bridge/fake";
import { type FakeOptions, fakeError } from "../bridge/fakeOptions";
import { sampleCustomerUser } from "../bridge/fakeRecords";
import { renderApp } from "../testing/renderApp";

const somebody = sampleCustomerUser(3, 40);
const { key } = somebody;
const otobo = { current: "nordwind-test", people: 60 } as const;
const box = (label: string) => screen.getByRole<HTMLInputElement>("textbox", { name: label });
const renameDialog = () => screen.findByRole("dialog", { name: "Rename this customer user?" });
const go = (name: RegExp = /^Rename and move/) => screen.findByRole("button", { name });

async function put(user: UserEvent, label: string, text: string) {
  await user.clear(box(label));
  await user.click(box(label));
  await user.paste(text);
}

/** The form of a customer user, saved under a new username. */
async function renamed(given: Partial<FakeOptions> = {}, before?: (bridge: FakeBridge) => void) {
  const { user, bridge } = renderApp({ ...otobo, ...given }, `/customer-users/form?login=${key}`);
  await screen.findByRole("textbox", { name: "Username" });
  const saves = vi.spyOn(bridge.commands, "customerUserSave");
  before?.(bridge);
  await put(user, "Username", "renamed");
  await user.keyboard("{Control>}s{/Control}");
  return { user, bridge, saves };
}

const cells = (row: HTMLElement) => within(row).getAllByRole("cell").at(-1)?.textContent;

describe("a new username", () => {
  test("is asked about first: old and new name, and how many rows of each kind move", async () => {
    const { saves } = await renamed();
    const dialog = await renameDialog();
    const tickets = await within(dialog).findByRole("row", { name: /^Tickets, each with a line/ });
    expect(Number(cells(tickets))).toBeGreaterThan(0);
    expect(cells(within(dialog).getByRole("row", { name: /^Services/ }))).toBe("3");
    within(dialog).getByText(key);
    within(dialog).getByText("renamed");
    within(dialog).getByText(/in one transaction: all of it, or nothing/);
    expect(screen.queryByText("Saving…")).toBeNull();
    expect(saves).not.toHaveBeenCalled();
  });

  test("moves what OTOBO would leave behind, unless it is told not to", async () => {
    const { user, saves } = await renamed();
    const dialog = await renameDialog();
    const groups = await within(dialog).findByRole("checkbox", { name: "Permissions in groups" });
    const relations = within(dialog).getByRole("checkbox", { name: /^Relations to further/ });
    expect(within(dialog).getAllByText("OTOBO would leave these behind")).toHaveLength(2);
    const all = (await go()).textContent;
    await user.click(groups);
    expect((await go()).textContent).not.toBe(all);
    expect((relations as HTMLInputElement).checked).toBe(true);
    await user.click(await go());
    await waitFor(() => expect(saves).toHaveBeenCalled());
    expect(saves.mock.calls[0]?.[0].options).toEqual({
      groupPermissions: false,
      customerRelations: true,
      customerGroupPermissions: true,
    });
  });

  test("is confirmed by Enter, and a toast says what moved", async () => {
    const { user, bridge } = await renamed();
    const total = /move (\d+) rows/.exec((await go()).textContent ?? "")?.[1];
    await user.keyboard("{Enter}");
    await screen.findByText(new RegExp(`was saved, and ${total} rows moved along`));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect((await bridge.commands.customerUserFind("renamed"))?.login).toBe("renamed");
  });

  test("is left as it was by Escape, and what was typed stays", async () => {
    const { user, saves } = await renamed();
    await go();
    await user.keyboard("{Escape}");
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
    expect(box("Username").value).toBe("renamed");
    expect(saves).not.toHaveBeenCalled();
    expect(screen.queryByRole("alert")).toBeNull();
    await user.keyboard("{Control>}s{/Control}");
    await renameDialog();
  });

  test("asks even where nothing else has the old name, and says so", async () => {
    const { user } = await renamed({}, ({ commands }) => {
      vi.spyOn(commands, "customerUserMoves").mockResolvedValue({ rows: [], replaced: 0 });
    });
    const dialog = await renameDialog();
    await within(dialog).findByText(/^Nothing else is stored under the old name/);
    await user.click(await go(/^Rename$/));
    await screen.findByText("Saved");
  });

  test("says what gives way", async () => {
    await renamed({}, ({ commands }) => {
      const rows = [{ kind: "services", source: null, count: 1 } as const];
      vi.spyOn(commands, "customerUserMoves").mockResolvedValue({ rows, replaced: 2 });
    });
    await screen.findByText(/^2 rows left over under the new name give way/);
    await go(/^Rename and move 1 row$/);
  });

  test("waits for a slow count, and tries a failed one again", async () => {
    const counted = { rows: [{ kind: "tickets", source: null, count: 7 } as const], replaced: 0 };
    let answer = () => {};
    const { user, saves } = await renamed({}, ({ commands }) => {
      const counts = vi.spyOn(commands, "customerUserMoves");
      counts.mockRejectedValueOnce(fakeError("statementTimedOut"));
      counts.mockImplementationOnce(
        () =>
          new Promise((resolve) => {
            answer = () => resolve(counted);
          }),
      );
    });
    const dialog = await renameDialog();
    const alert = await within(dialog).findByRole("alert");
    expect((await go(/^Rename/)).hasAttribute("disabled")).toBe(true);
    await user.click(within(alert).getByRole("button", { name: "Try again" }));
    await within(dialog).findByText("Counting what moves along…");
    await user.keyboard("{Enter}");
    expect(saves).not.toHaveBeenCalled();
    answer();
    await go(/^Rename and move 7 rows$/);
  });

  test("shows how far it is, and nothing can be pressed meanwhile", async () => {
    const { user } = await renamed({ delay: 40 });
    await user.click(await go());
    const bar = await screen.findByRole("progressbar", { name: "Moving…" });
    await waitFor(() => expect(bar.textContent).toMatch(/^Services: \d of 3$/));
    for (const button of within(await renameDialog()).getAllByRole("button")) {
      expect(button.hasAttribute("disabled")).toBe(true);
    }
    await user.keyboard("{Escape}");
    expect(await renameDialog()).toBeDefined();
    await screen.findByText(/rows moved along$/);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("that fails is told in the form, with everything that was typed", async () => {
    const { user } = await renamed({}, ({ commands }) => {
      vi.mocked(commands.customerUserSave).mockRejectedValueOnce(fakeError("deadlock"));
    });
    await user.click(await go());
    const alert = await screen.findByRole("alert");
    within(alert).getByText("Nothing was saved; what you typed is still here.");
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(box("Username").value).toBe("renamed");
  });

  test.each(["movesLeft", "storedUnread"] as const)(
    "that was stored but not wholly (%s) is no reason to save it again",
    async (code) => {
      const { user } = await renamed({}, ({ commands }) => {
        vi.mocked(commands.customerUserSave).mockRejectedValueOnce(fakeError(code));
      });
      await user.click(await go());
      const alert = await screen.findByRole("alert");
      expect(within(alert).queryByText(/^Nothing was saved/)).toBeNull();
      within(alert).getByRole("button", { name: "Read the record again" });
    },
  );

  test("that is refused anyway is not asked about", async () => {
    const { user } = await renamed({}, ({ commands }) => {
      const problem = { kind: "tooLongToMove", column: "group_customer_user.user_id" } as const;
      const finding = { field: "UserLogin", problem: { ...problem, length: 104, limit: 100 } };
      const refusal = { kind: "refused", findings: [finding] } as const;
      const check = { findings: [finding], free: [] };
      vi.spyOn(commands, "customerUserCheck").mockResolvedValue(check);
      vi.mocked(commands.customerUserSave).mockResolvedValue({
        ...refusal,
        findings: [finding],
      });
    });
    const words = /^4 characters too many for group_customer_user\.user_id/;
    await screen.findByRole("textbox", { name: "Username", description: words });
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(user).toBeDefined();
  });

  test("and somebody else's change meanwhile: the choice is made, then it is asked anew", async () => {
    const { user, bridge } = await renamed({ meanwhile: { UserPhone: "theirs" } });
    await user.click(await go());
    await user.click(await screen.findByRole("button", { name: "Save my choice" }));
    await user.click(await go());
    await screen.findByText(/rows moved along$/);
    const record = await bridge.commands.customerUserFind("renamed");
    expect(record?.values.UserPhone).toBe("theirs");
  });

  test("asks on whose behalf once it is confirmed, and then goes on by itself", async () => {
    const { user } = await renamed({ agent: null });
    await user.click(await go());
    const question = await screen.findByRole("dialog", { name: "On whose behalf?" });
    expect(screen.getAllByRole("dialog")).toHaveLength(1);
    await user.click(await within(question).findByRole("option", { name: /^Tom Becker/ }));
    await user.click(within(question).getByRole("button", { name: "Choose agent" }));
    await screen.findByText(/rows moved along$/);
    await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  });

  test("whose rows gave way to others is not offered to be undone", async () => {
    const { user } = await renamed({}, ({ commands }) => {
      const { customerUserSave } = commands;
      const original = vi.mocked(customerUserSave).getMockImplementation() ?? customerUserSave;
      const save = original.bind(commands);
      const moves = { rows: [{ kind: "services", source: null, count: 3 } as const], replaced: 1 };
      vi.mocked(customerUserSave).mockImplementationOnce(async (draft) => {
        const answer = await save(draft);
        return answer.kind === "saved" ? { ...answer, moves } : answer;
      });
    });
    await user.click(await go());
    await screen.findByText(/3 rows moved along$/);
    expect(screen.queryByRole("button", { name: "Undo" })).toBeNull();
  });
});

describe("another customer of a customer user", () => {
  test("moves the tickets, and is asked about", async () => {
    const { user, bridge } = renderApp(otobo, `/customer-users/form?login=${key}`);
    const customer = await screen.findByRole("combobox", { name: "Customer" });
    const count = vi.spyOn(bridge.commands, "customerUserMoves");
    await user.clear(customer);
    await user.type(customer, "hafenwerk");
    await user.keyboard("{Escape}{Control>}s{/Control}");
    await screen.findByRole("dialog", { name: /^Move this customer user to another/ });
    await user.click(await go(/^Save and move \d+ rows$/));
    await screen.findByText(/rows moved along$/);
    expect(count.mock.calls[0]?.slice(0, 3)).toEqual([key, key, "HAFENWERK"]);
    expect(count.mock.calls[0]?.[4], "where it was read from").toBe("CustomerUser1");
  });
});

describe("a new CustomerID", () => {
  async function renamedCustomer(given: Partial<FakeOptions>) {
    const app = renderApp({ companies: 1, ...given }, "/customers/form?id=ACME");
    await screen.findByRole("textbox", { name: /^(CustomerID|Kundennummer)$/ });
    const label = given.settings?.language === "de" ? "Kundennummer" : "CustomerID";
    await put(app.user, label, "ACME-NEW");
    await app.user.keyboard("{Control>}s{/Control}");
    return app;
  }

  test("moves all of 1,000 customer users", async () => {
    const { user, bridge } = await renamedCustomer({ people: 1000 });
    const dialog = await screen.findByRole("dialog", { name: "Rename this customer?" });
    const row = await within(dialog).findByRole("row", { name: /^Customer users in Database/ });
    expect(cells(row)).toBe("1,000");
    await user.click(await go(/^Rename and move 1,\d{3} rows$/));
    await screen.findByText(/1,\d{3} rows moved along$/);
    const record = await bridge.commands.customerUserFind(sampleCustomerUser(999, 1).key);
    expect(record?.values.UserCustomerID).toBe("ACME-NEW");
  });

  test("counts customer users by their sources", async () => {
    await renamedCustomer(otobo);
    const rows = await screen.findAllByRole("row", { name: /^Customer users in / });
    const counts = rows.map((row) => Number(cells(row)));
    expect(counts).toHaveLength(2);
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(60);
  });

  test("says who keeps the old one", async () => {
    await renamedCustomer({ ...otobo, sourceKeys: { CustomerUser1: { ReadOnly: "1" } } });
    await screen.findByText(/^\d+ customer users in Partner portal keep the old CustomerID/);
    expect(screen.getAllByRole("row", { name: /^Customer users in / })).toHaveLength(1);
  });

  test("is asked about in German, too", async () => {
    const { user } = await renamedCustomer({ ...otobo, settings: { language: "de" } });
    const dialog = await screen.findByRole("dialog", { name: "Diesen Kunden umbenennen?" });
    await within(dialog).findByRole("row", { name: /^Tickets, jedes mit einer Zeile/ });
    within(dialog).getByText(/alles oder nichts/);
    await user.click(await go(/^Umbenennen und \d+ Zeilen umziehen$/));
    await screen.findByText(/\d+ Zeilen sind mit umgezogen$/);
  });
});
