import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from "@tanstack/react-router";
import { readListSearchParams } from "../lib/listPlace";
import { CustomerFormRoom, CustomerRoom } from "./CustomerRooms";
import { CustomerUserFormRoom, CustomerUserRoom } from "./CustomerUserRooms";
import { readCustomerFormParams, readCustomerUserFormParams } from "./formParams";
import { NotFound } from "./NotFound";
import { Shell } from "./Shell";
import { ViewFailure } from "./ViewFailure";

const root = createRootRoute({ component: Shell, errorComponent: ViewFailure });

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
  component: CustomerUserRoom,
});

const customerUserForm = createRoute({
  getParentRoute: () => root,
  path: "/customer-users/form",
  validateSearch: readCustomerUserFormParams,
  component: CustomerUserFormRoom,
});

const customers = createRoute({
  getParentRoute: () => root,
  path: "/customers",
  validateSearch: readListSearchParams,
  component: CustomerRoom,
});

const customerForm = createRoute({
  getParentRoute: () => root,
  path: "/customers/form",
  validateSearch: readCustomerFormParams,
  component: CustomerFormRoom,
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

const rooms = [start, customerUsers, customerUserForm, customers, customerForm];

/** The places of the window. They live behind the `#` of the address: nothing is asked of a server. */
export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren([...rooms, ...gallery]),
    history: createHashHistory(),
    defaultErrorComponent: ViewFailure,
    defaultNotFoundComponent: NotFound,
  });
}

declare module "@tanstack/react-router" {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
