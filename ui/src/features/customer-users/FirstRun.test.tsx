import { screen, waitFor } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderApp } from "../../testing/renderApp";

const empty = { people: 0, companies: 0 };

test("the first start leads to the first customer", async () => {
  const { user } = renderApp(empty);
  await screen.findByRole("heading", { name: "Nobody here yet" });
  expect(screen.queryByRole("radio", { name: "Valid" })).toBeNull();
  await user.click(screen.getByRole("button", { name: /^Add the first customer/ }));
  await waitFor(() => expect(window.location.hash).toBe("#/customers/form"));
});

test("sample data loads with progress and fills the list", async () => {
  const { user } = renderApp(empty);
  await user.click(await screen.findByRole("button", { name: /^Load sample data/ }));
  await screen.findByRole("progressbar", { name: "Loading sample data" });
  await screen.findByRole("grid", { name: "Customer users" });
  await screen.findByRole("link", { name: /Customers 40/ });
});

test("the button that loaded the sample data leaves the focus to the search field", async () => {
  const { user } = renderApp(empty);
  await user.click(await screen.findByRole("button", { name: /^Load sample data/ }));
  await screen.findByRole("grid", { name: "Customer users" });
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("searchbox")));
});

test("loading sample data can be cancelled, and nothing is left of it", async () => {
  const { user } = renderApp({ ...empty, delay: 5 });
  await user.click(await screen.findByRole("button", { name: /^Load sample data/ }));
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  await screen.findByRole("heading", { name: "Nobody here yet" });
  expect(screen.getByRole("link", { name: /Customer users 0/ })).toBeDefined();
});

test("with customers but nobody in them the way on is the first customer user", async () => {
  const { user } = renderApp({ people: 0, companies: 3 });
  await user.click(await screen.findByRole("button", { name: /^Add the first customer user/ }));
  await waitFor(() => expect(window.location.hash).toBe("#/customer-users/form"));
});

test("an empty OTOBO is not offered what goes into the local directory", async () => {
  renderApp({ ...empty, current: "nordwind-test" });
  await screen.findByRole("heading", { name: "Nobody here yet" });
  expect(screen.getByRole("button", { name: /^Add the first customer/ })).toBeDefined();
  expect(screen.queryByRole("button", { name: /^Load sample data/ })).toBeNull();
  expect(screen.queryByRole("button", { name: /^Connect/ })).toBeNull();
});

test("the letter that the first view names leads to the first customer, from the search field too", async () => {
  const { user } = renderApp(empty);
  await screen.findByRole("heading", { name: "Nobody here yet" });
  expect(document.activeElement).toBe(screen.getByRole("searchbox"));
  await user.keyboard("n");
  await waitFor(() => expect(window.location.hash).toBe("#/customers/form"));
});

test("the ways on stay in a directory with nobody in it, whatever is typed", async () => {
  const { user } = renderApp(empty);
  await screen.findByRole("heading", { name: "Nobody here yet" });
  await user.type(screen.getByRole("searchbox"), "meyer");
  await waitFor(() => expect(window.location.hash).toContain("q=meyer"));
  expect(screen.getByRole("heading", { name: "Nobody here yet" })).toBeDefined();
});
