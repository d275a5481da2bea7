import { useNavigate, useSearch } from "@tanstack/react-router";
import { CustomerForm } from "../features/customers/Form";
import { CustomersView } from "../features/customers/View";
import { FormGate } from "../kit/FormGate";
import { type ListPlace, toListPlace, toListSearchParams } from "../lib/listPlace";
import type { SavedRecord } from "../lib/listShowing";
import { literalTerm } from "../lib/searchTerm";
import { leftList, listAfter } from "./formParams";
import { useAppView } from "./useAppView";
import { useFollowing } from "./useFollowing";

/** The customers: list and detail. */
export function CustomerRoom() {
  const app = useAppView();
  const navigate = useNavigate();
  const params = useSearch({ from: "/customers" });
  const list = leftList(params);
  const onPlace = (change: Partial<ListPlace>) =>
    void navigate({
      to: "/customers",
      search: (now) => toListSearchParams({ ...toListPlace(now), ...change }),
      replace: true,
    });
  return (
    <CustomersView
      app={app}
      place={toListPlace(params)}
      ways={{
        onPlace,
        onAdd: () => void navigate({ to: "/customers/form", search: list }),
        onEdit: (id) => void navigate({ to: "/customers/form", search: { id, ...list } }),
        onCustomerUsers: (id) =>
          void navigate({ to: "/customer-users", search: { q: literalTerm(id) } }),
        onAddCustomerUser: (customer) =>
          void navigate({ to: "/customer-users/form", search: { customer } }),
      }}
    />
  );
}

/** The form of a customer, opened from the list or from a customer user's form, to which it leads back. */
export function CustomerFormRoom() {
  const app = useAppView();
  const navigate = useNavigate();
  const { id, name, from, list } = useSearch({ from: "/customers/form" });
  const goOn = list ? { list } : {};
  const onRenamedLater = useFollowing("/customers");
  const backToForm = (customer?: string) =>
    void navigate({
      to: "/customer-users/form",
      search: { ...(from ? { login: from } : {}), ...(customer ? { customer } : {}), ...goOn },
    });
  const backToList = (open?: string, to = list) =>
    void navigate({ to: "/customers", search: { ...to, ...(open ? { open } : {}) } });
  /** A list that came along from a customer user's form is not one of customers. */
  const after = (saved: SavedRecord) => (from === undefined ? listAfter(list, id, saved) : goOn);
  return (
    <FormGate why={app.whyNot} onBack={() => backToList(id)}>
      {() => (
        <CustomerForm
          app={app}
          editing={id ?? null}
          name={name ?? null}
          onSaved={(saved) =>
            void navigate({
              to: "/customers/form",
              search: { id: saved.key, ...(from === undefined ? {} : { from }), ...after(saved) },
              replace: true,
            })
          }
          onFinished={(saved) =>
            from === undefined ? backToList(saved.key, after(saved).list) : backToForm(saved.key)
          }
          onRenamedLater={onRenamedLater}
          onCancel={() => (from === undefined ? backToList(id) : backToForm())}
        />
      )}
    </FormGate>
  );
}
