import type { ListPlace } from "../../lib/listPlace";

/** Where the room of the customers leads to. */
export type CustomerWays = {
  /** To another place in the list: another term, another open record. */
  onPlace: (change: Partial<ListPlace>) => void;
  onAdd: () => void;
  onEdit: (customerId: string) => void;
  /** To the customer users of a customer. */
  onCustomerUsers: (customerId: string) => void;
  /** To the form for a new customer user of a customer. */
  onAddCustomerUser: (customerId: string) => void;
};
