import { screen, waitFor, within } from "@testing-library/react";
import { expect, test } from "vitest";
import { renderApp } from "../../testing/renderApp";

test("a customer is found by ID or name and opened with its address", async () => {
  const { user } = renderApp({}, "/customers");
  await user.type(await screen.findByRole("searchbox", { name: "Search customers" }), "globex");
  await waitFor(() => expect(screen.getByText("4 found, best match first")).toBeDefined());
  await user.keyboard("{Enter}");
  const detail = await screen.findByRole("complementary", { name: "Globex Logistik" });
  expect(within(detail).getByText("GLOBEX")).toBeDefined();
  expect(within(detail).getByText("https://globex.example")).toBeDefined();
});

test("the number of customer users leads to them", async () => {
  const { user } = renderApp({}, "/customers?open=ACME");
  await user.click(await screen.findByRole("link", { name: /\d+ customer users/ }));
  const field = await screen.findByRole("searchbox", { name: "Search customer users" });
  expect((field as HTMLInputElement).value).toBe("ACME");
});

test("a customer user's customer leads to the customer", async () => {
  const { user } = renderApp({}, "/customer-users?open=c.meyer");
  const detail = await screen.findByRole("complementary", { name: "Ćazim Meyer" });
  const [link] = within(detail).getAllByRole("link", { name: "Kibbutz Tools" });
  await user.click(link as HTMLElement);
  await screen.findByRole("complementary", { name: "Kibbutz Tools" });
});

test("a directory without customers offers to add the first one", async () => {
  const { user } = renderApp({ people: 0, companies: 0 }, "/customers");
  await user.click(await screen.findByRole("button", { name: /^Add the first customer/ }));
  await waitFor(() => expect(window.location.hash).toBe("#/customers/form"));
});

test("a customer that is not there any more is said to be gone", async () => {
  renderApp({}, "/customers?open=GONE");
  await screen.findByRole("heading", { name: "This customer is not there any more" });
});
