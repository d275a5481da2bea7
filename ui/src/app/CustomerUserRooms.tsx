import { useNavigate, useSearch } from "@tanstack/react-router";
import { CustomerUserForm } from "../features/customer-users/Form";
import { CustomerUsersView } from "../features/customer-users/View";
import { FormGate } from "../kit/FormGate";
import { type ListPlace, toListPlace, toListSearchParams } from "../lib/listPlace";
import { leftList, listAfter } from "./formParams";
import { useAppView } from "./useAppView";
import { useFollowing } from "./useFollowing";

/** The customer users: list and detail. */
export function CustomerUserRoom() {
  const app = useAppView();
  const navigate = useNavigate();
  const params = useSearch({ from: "/customer-users" });
  const list = leftList(params);
  const onPlace = (change: Partial<ListPlace>) =>
    void navigate({
      to: "/customer-users",
      search: (now) => toListSearchParams({ ...toListPlace(now), ...change }),
      replace: true,
    });
  return (
    <CustomerUsersView
      app={app}
      place={toListPlace(params)}
      ways={{
        onPlace,
        onAdd: (customer) =>
          void navigate({
            to: "/customer-users/form",
            search: { ...list, ...(customer ? { customer } : {}) },
          }),
        onEdit: (login) =>
          void navigate({ to: "/customer-users/form", search: { login, ...list } }),
        onAddCustomer: () => void navigate({ to: "/customers/form", search: {} }),
        onConnect: () => void navigate({ to: "/installations/new" }),
        onBackEnds: () => void navigate({ to: "/back-ends" }),
        onSetting: (setting) => void navigate({ to: "/back-ends", search: { setting } }),
        onCustomer: (open) => void navigate({ to: "/customers", search: { open } }),
      }}
    />
  );
}

/** The form of a customer user, for adding and for changing. */
export function CustomerUserFormRoom() {
  const app = useAppView();
  const navigate = useNavigate();
  const { login, customer, list } = useSearch({ from: "/customer-users/form" });
  const goOn = list ? { list } : {};
  const onRenamedLater = useFollowing("/customer-users");
  const backToList = (open: string | undefined, to = list) =>
    void navigate({ to: "/customer-users", search: { ...to, ...(open ? { open } : {}) } });
  return (
    <FormGate why={app.whyNot} onBack={() => backToList(login)}>
      {() => (
        <CustomerUserForm
          app={app}
          editing={login ?? null}
          customerId={customer ?? null}
          onSaved={(saved) =>
            void navigate({
              to: "/customer-users/form",
              search: { login: saved.key, ...listAfter(list, login, saved) },
              replace: true,
            })
          }
          onFinished={(saved) => backToList(saved.key, listAfter(list, login, saved).list)}
          onRenamedLater={onRenamedLater}
          onCancel={() => backToList(login)}
          onAddCustomer={(name) =>
            void navigate({
              to: "/customers/form",
              search: { from: login ?? "", ...(name ? { name } : {}), ...goOn },
            })
          }
        />
      )}
    </FormGate>
  );
}
