import { useNavigate, useSearch } from "@tanstack/react-router";
import { CustomerUsersView } from "../features/customer-users/View";
import { type ListPlace, toListPlace, toListSearchParams } from "../lib/listPlace";
import { leftList } from "./formParams";
import { useAppView } from "./useAppView";

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
        onElsewhere: (id, open, { q, invalid, everywhere }) =>
          void navigate({
            to: "/installations/$id/open",
            params: { id },
            search: toListSearchParams({ ...toListPlace({}), q, invalid, everywhere, open }),
          }),
      }}
    />
  );
}
