import { useNavigate, useSearch } from "@tanstack/react-router";
import { CustomerUserForm } from "../features/customer-users/Form";
import { FormGate } from "../kit/FormGate";
import { listAfter } from "./formParams";
import { useAppView } from "./useAppView";
import { useFollowing } from "./useFollowing";

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
