import type { AppView } from "../../bridge/bindings";
import { MasterDetail } from "../../kit/MasterDetail";
import type { ListPlace } from "../../lib/listPlace";
import { CustomerDetail } from "./Detail";
import { CustomerList } from "./List";
import type { CustomerWays } from "./ways";

type Props = { app: AppView; place: ListPlace; ways: CustomerWays };

/** The room of the customers: the list, and the one that is open. */
export function CustomersView({ app, place, ways }: Props) {
  const detail =
    place.open === undefined ? null : (
      <CustomerDetail key={place.open} customerId={place.open} app={app} ways={ways} />
    );
  return (
    <MasterDetail
      detail={detail}
      list={(covered) => <CustomerList app={app} place={place} ways={ways} covered={covered} />}
    />
  );
}
