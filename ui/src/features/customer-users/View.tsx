import type { AppView } from "../../bridge/bindings";
import { MasterDetail } from "../../kit/MasterDetail";
import type { ListPlace } from "../../lib/listPlace";
import { CustomerUserDetail } from "./Detail";
import { CustomerUserList } from "./List";
import type { CustomerUserWays } from "./ways";

type Props = { app: AppView; place: ListPlace; ways: CustomerUserWays };

/** The room of the customer users: the list, and the one that is open. */
export function CustomerUsersView({ app, place, ways }: Props) {
  const detail =
    place.open === undefined ? null : (
      <CustomerUserDetail
        key={place.open}
        login={place.open}
        act={place.act}
        app={app}
        ways={ways}
      />
    );
  return (
    <MasterDetail
      detail={detail}
      list={(covered) => <CustomerUserList app={app} place={place} ways={ways} covered={covered} />}
    />
  );
}
