import { QueryClient, QueryClientProvider } from "@tanstack/react-query";
import {
  createMemoryHistory,
  createRootRoute,
  createRoute,
  createRouter,
  Outlet,
  RouterProvider,
  useNavigate,
} from "@tanstack/react-router";
import { configure, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { vi } from "vitest";
import { listenToChanges } from "../api/changes";
import { allMoves } from "../api/moves";
import { type Questions, QuestionsContext } from "../api/questions";
import { takeBridge } from "../bridge/bridge";
import { fakeBridge } from "../bridge/fake";
import type { FakeOptions } from "../bridge/fakeOptions";
import { CustomerUserForm } from "../features/customer-users/Form";
import { CustomerForm } from "../features/customers/Form";

// Typing letter by letter takes its time on a machine that builds something else meanwhile.
configure({ asyncUtilTimeout: 5000 });
vi.setConfig({ testTimeout: 30_000 });

/** Where a form of a test leads. */
type Search = { editing?: string; customer?: string; name?: string };

/**
 * Draws the forms with as little around them as they need: a list to come back to, and the way from
 * a customer user to a new customer and back.
 */
export async function renderForm(at: string, given: Partial<FakeOptions> = {}) {
  const fake = fakeBridge({ people: 20, companies: 10, ...given });
  const checks = vi.spyOn(fake.commands, "customerUserCheck");
  const saves = vi.spyOn(fake.commands, "customerUserSave");
  takeBridge(fake);
  const app = await fake.commands.appStart();
  const client = new QueryClient({ defaultOptions: { queries: { retry: false } } });
  listenToChanges(client);

  const root = createRootRoute({ component: Outlet });
  const list = createRoute({ getParentRoute: () => root, path: "/", component: List });
  const customerUser = createRoute({
    getParentRoute: () => root,
    path: "/customer-user",
    validateSearch: (search: Record<string, unknown>) => search as Search,
    component: function CustomerUserPage() {
      const { editing, customer } = customerUser.useSearch();
      const navigate = useNavigate();
      const go = (to: string, search: Search = {}) => void navigate({ to, search } as never);
      return (
        <>
          <button type="button" onClick={() => go("/")}>
            elsewhere
          </button>
          <CustomerUserForm
            app={app}
            editing={editing ?? null}
            customerId={customer ?? null}
            onSaved={({ key }) => go("/customer-user", { editing: key })}
            onFinished={({ key }) => go("/", { editing: key })}
            onRenamedLater={() => {}}
            onCancel={() => go("/")}
            onAddCustomer={(name) => go("/customer", { name })}
          />
        </>
      );
    },
  });
  const customer = createRoute({
    getParentRoute: () => root,
    path: "/customer",
    validateSearch: (search: Record<string, unknown>) => search as Search,
    component: function CustomerPage() {
      const { editing, name } = customer.useSearch();
      const navigate = useNavigate();
      const go = (to: string, search: Search = {}) => void navigate({ to, search } as never);
      return (
        <CustomerForm
          app={app}
          editing={editing ?? null}
          name={name ?? null}
          onSaved={({ key }) => go("/customer", { editing: key })}
          onFinished={({ key }) => go("/customer-user", { customer: key })}
          onRenamedLater={() => {}}
          onCancel={() => go("/customer-user")}
        />
      );
    },
  });
  const router = createRouter({
    routeTree: root.addChildren([list, customerUser, customer]),
    history: createMemoryHistory({ initialEntries: [at] }),
  });
  render(
    <QueryClientProvider client={client}>
      <QuestionsContext value={agreeing}>
        <RouterProvider router={router as never} />
      </QuestionsContext>
    </QueryClientProvider>,
  );
  await screen.findByRole("heading");
  return { fake, client, router, checks, saves, user: userEvent.setup({ delay: null }) };
}

/** Nobody asks here, so a new name moves all that belongs to it. */
const agreeing: Questions = {
  agent: () => Promise.resolve(false),
  conflict: () => Promise.resolve({ kind: "back", chosen: {} }),
  rename: () => Promise.resolve({ options: allMoves, done: () => {} }),
};

function List() {
  return <h1>The list</h1>;
}
