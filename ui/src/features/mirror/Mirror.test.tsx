import { screen, waitFor, within } from "@testing-library/react";
import { describe, expect, test, vi } from "vitest";
import { renderApp } from "../../testing/renderApp";

const otobo = { current: "nordwind-test" } as const;
const region = (name: string) => screen.findByRole("region", { name });

describe("the room of the mirror", () => {
  test("tells of each source how its copy stands", async () => {
    renderApp({ ...otobo, failing: ["CustomerUser1"] }, "/mirror");
    const first = await region("Database (CustomerUser)");
    within(first).getByText("Complete");
    within(first).getByText("12,480");
    const second = await region("Partner portal (CustomerUser1)");
    within(second).getByText(/^Stale since /);
    within(second).getByText(/^The last copy failed: /);
    within(second).getByText(/What was copied before is still there/);
  });

  test("says why a copy is partial, with the line to set", async () => {
    const limit = { kind: "entries", entries: 500 } as const;
    renderApp({ ...otobo, directory: true, limit }, "/mirror");
    await screen.findByText("Partial: 500");
    await screen.findByText(/size=unlimited size\.prtotal=unlimited/);
  });

  test("copies a source now, with progress, and can be cancelled", async () => {
    const { user } = renderApp({ ...otobo, delay: 5 }, "/mirror");
    const name = "Copy Database (CustomerUser) now";
    await user.click(await screen.findByRole("button", { name }));
    await screen.findByRole("progressbar", { name: "Copying Database" });
    await screen.findByText(/of 12,480 copied, 3,120 a second/);
    await user.click(
      await screen.findByRole("button", { name: "Cancel copying Database (CustomerUser)" }),
    );
    await screen.findByRole("button", { name });
  });

  test("begins nothing while it is paused", async () => {
    const { user } = renderApp(otobo, "/mirror");
    await user.click(await screen.findByRole("button", { name: "Pause" }));
    await screen.findByText(/^Nothing is copied until you go on/);
    await user.click(await screen.findByRole("button", { name: "Go on" }));
    await screen.findByRole("button", { name: "Pause" });
  });

  test("keeps fields out that are chosen", async () => {
    const { user } = renderApp(otobo, "/mirror");
    await user.click(
      (
        await screen.findAllByRole("button", { name: "Choose the fields of Database" })
      )[0] as Element,
    );
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).queryByRole("checkbox", { name: "Password" })).toBeNull();
    await user.click(within(dialog).getByRole("checkbox", { name: "Comment" }));
    await user.click(within(dialog).getByRole("button", { name: "Save and copy" }));
    const first = await region("Database (CustomerUser)");
    const total = await waitFor(() => {
      const words = within(first).getByText(/fields are mirrored/).textContent ?? "";
      const [mirrored, all] = [...words.matchAll(/\d+/g)].map((hit) => Number(hit[0]));
      expect(mirrored).toBe((all ?? 0) - 1);
      return all;
    });
    expect(total).toBeGreaterThan(5);
  });

  test("takes numbers that make sense only", async () => {
    const { user } = renderApp(otobo, "/mirror");
    const minutes = await screen.findByRole("textbox", { name: "Minutes between two copies" });
    const save = screen.getByRole("button", { name: "Save" });
    await user.clear(minutes);
    await user.type(minutes, "0");
    await screen.findByText("A whole number from 1 to 10,080");
    expect(save.hasAttribute("disabled")).toBe(true);
    await user.clear(minutes);
    await user.type(minutes, "30");
    await user.click(save);
    await waitFor(() => {
      const kept = screen.getByRole("button", { name: "Save" });
      expect(kept.hasAttribute("disabled")).toBe(true);
    });
  });

  test("reads numbers by the country that is chosen", async () => {
    const { user, bridge } = renderApp(otobo, "/mirror");
    const saves = vi.spyOn(bridge.commands, "mirrorSave");
    const name = "Like this computer (Germany) Country of telephone numbers";
    await user.click(await screen.findByRole("button", { name }));
    const list = await screen.findByRole("listbox");
    const countries = within(list).getAllByRole("option");
    expect(countries.map((one) => one.textContent)).toEqual([
      "Like this computer (Germany)",
      "Åland Islands",
      "Austria",
      "Germany",
      "Kosovo",
      "Switzerland",
      "United Kingdom",
    ]);
    await user.click(within(list).getByRole("option", { name: "Austria" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => {
      const kept = screen.getByRole("button", { name: "Save" });
      expect(kept.hasAttribute("disabled")).toBe(true);
    });
    screen.getByRole("button", { name: "Austria Country of telephone numbers" });
    expect(saves.mock.lastCall?.[1].country).toBe("AT");
  });

  test("mirrors photos of directories if that is asked for", async () => {
    const { user, bridge } = renderApp({ ...otobo, directory: true }, "/mirror");
    const saves = vi.spyOn(bridge.commands, "mirrorSave");
    await screen.findByText("Photos are not mirrored.");
    const photos = screen.getByRole("checkbox", { name: "Photos" });
    screen.getByText(/Turned off, they are taken out of the mirror/);
    await user.click(photos);
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Photos are mirrored, too.");
    expect(saves.mock.lastCall?.[1].photos).toBe(true);
    await user.click(screen.getByRole("checkbox", { name: "Photos" }));
    await user.click(screen.getByRole("button", { name: "Save" }));
    await screen.findByText("Photos are not mirrored.");
    expect(saves.mock.lastCall?.[1].photos).toBe(false);
  });

  test("takes records out of the mirror only after a yes", async () => {
    const { user } = renderApp(otobo, "/mirror");
    await screen.findByText("62 records are no longer at the source");
    const name = "Take out of the mirror what Database no longer has";
    await user.click(await screen.findByRole("button", { name }));
    await waitFor(() => expect(screen.queryByText(/no longer at the source/)).toBeNull());
  });

  test("is erased after a question, and turned on again", async () => {
    const { user } = renderApp(otobo, "/mirror");
    await user.click(await screen.findByRole("button", { name: "Erase and turn off" }));
    const question = await screen.findByRole("alertdialog");
    await user.click(within(question).getByRole("button", { name: "Erase" }));
    await screen.findByText("This installation is not mirrored");
    await user.click(await screen.findByRole("button", { name: "Turn the mirror on" }));
    await region("Database (CustomerUser)");
  });

  test("says what to do where there is no key", async () => {
    renderApp({ ...otobo, keyring: false }, "/mirror");
    await screen.findByText("This computer has no keyring");
    const first = await region("Database (CustomerUser)");
    within(first).getByText("Not copied yet");
  });

  test("is not needed by the local directory", async () => {
    renderApp({}, "/mirror");
    await screen.findByText("The local directory needs no mirror");
  });

  test("tells an error where the mirror would have stood", async () => {
    const error = { code: "installationUnknown", field: null, params: {}, detail: "" } as const;
    renderApp({ ...otobo, fail: { mirrorRead: error } }, "/mirror");
    await screen.findByRole("alert");
  });
});
