import type { QueryClient } from "@tanstack/react-query";
import {
  createHashHistory,
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { switchInstallation } from "../api/installations";
import { Waiting } from "../kit/Waiting";
import { earlyPage } from "../lib/earlyPage";
import { readListSearchParams } from "../lib/listPlace";
import { CustomerUserRoom } from "./CustomerUserRoom";
import {
  readBackEndsParams,
  readCustomerFormParams,
  readCustomerUserFormParams,
  readSourceFormParams,
} from "./formParams";
import { inInstallation } from "./inInstallation";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";
import { ViewFailure } from "./ViewFailure";

/** What routes may ask for. */
type RouteContext = { client: QueryClient };

/** What is not in sight at the start is read when the window has nothing else to do: the list is there sooner. */
const later = {
  customerUserForm: () => import("./CustomerUserFormRoom"),
  customers: () => import("./CustomerRooms"),
  installations: () => import("./InstallationRooms"),
  backEnds: () => import("./BackEndRooms"),
  mirror: () => import("./MirrorRoom"),
  security: () => import("./SecurityRoom"),
};

/** Reads it: who goes there then waits for nothing. */
export async function readLater(): Promise<void> {
  // Where one cannot be read, going there tries again and says why.
  await Promise.allSettled(Object.values(later).map((read) => read()));
}

const root = createRootRouteWithContext<RouteContext>()({
  component: Shell,
  errorComponent: ViewFailure,
});

const start = createRoute({
  getParentRoute: () => root,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/customer-users", search: {} });
  },
});

const customerUsers = createRoute({
  getParentRoute: () => root,
  path: "/customer-users",
  validateSearch: readListSearchParams,
  component: inInstallation(CustomerUserRoom),
});

const customerUserForm = createRoute({
  getParentRoute: () => root,
  path: "/customer-users/form",
  validateSearch: readCustomerUserFormParams,
  component: inInstallation(lazyRouteComponent(later.customerUserForm, "CustomerUserFormRoom")),
});

const customers = createRoute({
  getParentRoute: () => root,
  path: "/customers",
  validateSearch: readListSearchParams,
  component: inInstallation(lazyRouteComponent(later.customers, "CustomerRoom")),
});

const customerForm = createRoute({
  getParentRoute: () => root,
  path: "/customers/form",
  validateSearch: readCustomerFormParams,
  component: inInstallation(lazyRouteComponent(later.customers, "CustomerFormRoom")),
});

const installations = createRoute({
  getParentRoute: () => root,
  path: "/installations",
  component: lazyRouteComponent(later.installations, "InstallationsRoom"),
});

const newInstallation = createRoute({
  getParentRoute: () => root,
  path: "/installations/new",
  component: lazyRouteComponent(later.installations, "NewInstallationRoom"),
});

const installation = createRoute({
  getParentRoute: () => root,
  path: "/installations/$id",
  component: lazyRouteComponent(later.installations, "InstallationRoom"),
});

const installationPassword = createRoute({
  getParentRoute: () => root,
  path: "/installations/$id/password",
  component: lazyRouteComponent(later.installations, "PasswordRoom"),
});

const installationCaches = createRoute({
  getParentRoute: () => root,
  path: "/installations/$id/caches",
  component: lazyRouteComponent(later.installations, "CachesRoom"),
});

/**
 * The way to another installation. Being a place to go to, it waits for the question of a changed form
 * as every other place does.
 */
const openInstallation = createRoute({
  getParentRoute: () => root,
  path: "/installations/$id/open",
  validateSearch: readListSearchParams,
  beforeLoad: async ({ context, params, search }) => {
    await switchInstallation(context.client, params.id);
    throw redirect({ to: "/customer-users", search });
  },
  pendingComponent: Waiting,
});

const backEnds = createRoute({
  getParentRoute: () => root,
  path: "/back-ends",
  validateSearch: readBackEndsParams,
  component: inInstallation(lazyRouteComponent(later.backEnds, "BackEndsRoom")),
});

const sourceForm = createRoute({
  getParentRoute: () => root,
  path: "/back-ends/form",
  validateSearch: readSourceFormParams,
  component: inInstallation(lazyRouteComponent(later.backEnds, "SourceFormRoom")),
});

const mirror = createRoute({
  getParentRoute: () => root,
  path: "/mirror",
  component: inInstallation(lazyRouteComponent(later.mirror, "MirrorRoom")),
});

const security = createRoute({
  getParentRoute: () => root,
  path: "/security",
  component: lazyRouteComponent(later.security, "SecurityRoom"),
});

/** The gallery of the kit, in development only. */
const gallery = import.meta.env.DEV
  ? [
      createRoute({
        getParentRoute: () => root,
        path: "/gallery",
        component: lazyRouteComponent(() => import("./Gallery"), "Gallery"),
      }),
    ]
  : [];

const rooms = [
  start,
  customerUsers,
  customerUserForm,
  customers,
  customerForm,
  installations,
  newInstallation,
  installation,
  installationPassword,
  installationCaches,
  openInstallation,
  backEnds,
  sourceForm,
  mirror,
  security,
];

/** The places of the window. They live behind the `#` of the address: nothing is asked of a server. */
export function makeRouter(client: QueryClient) {
  const router = createRouter({
    routeTree: root.addChildren([...rooms, ...gallery]),
    context: { client },
    history: createHashHistory(),
    defaultErrorComponent: ViewFailure,
    defaultNotFoundComponent: NotFound,
  });
  // Who has already typed finds the list of it.
  const q = earlyPage()?.box.value;
  if (q) {
    const { href } = router.buildLocation({ to: "/customer-users", search: { q } });
    router.history.replace(href);
  }
  return router;
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
