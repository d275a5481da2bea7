import type { ListPlace } from "../../lib/listPlace";

/** Where the room of the customer users leads to. */
export type CustomerUserWays = {
  /** To another place in the list: another term, another open record. */
  onPlace: (change: Partial<ListPlace>) => void;
  /** To the form, for a customer if one is given. */
  onAdd: (customerId?: string) => void;
  onEdit: (login: string) => void;
  onAddCustomer: () => void;
  /** To the form that connects an OTOBO database. */
  onConnect: () => void;
  onBackEnds: () => void;
  /** To a setting of OTOBO's. */
  onSetting: (name: string) => void;
  onCustomer: (customerId: string) => void;
  /** To somebody in another installation, which is shown from then on; the list goes along. */
  onElsewhere: (installation: string, login: string, list: ListPlace) => void;
};
