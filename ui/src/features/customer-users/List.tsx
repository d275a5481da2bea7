import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { overview } from "../../api/app";
import { customerUserSearch } from "../../api/customerUsers";
import { useListSearch } from "../../api/useListSearch";
import { useSettings } from "../../api/useSettings";
import type { FieldView } from "../../bridge/bindings";
import { RecordList } from "../../kit/RecordList";
import { rowHeights } from "../../lib/density";
import type { ListPlace } from "../../lib/listPlace";
import { useMediaQuery } from "../../lib/useMediaQuery";
import { customerUserColumns, defaultColumns, sortField, wideDefaultColumns } from "./columns";
import { CustomerUsersEmpty } from "./Empty";
import type { CustomerUserWays } from "./ways";

type Props = {
  fields: readonly FieldView[];
  place: ListPlace;
  ways: CustomerUserWays;
  covered: boolean;
};

/** Searches the customer users as somebody types. */
export function CustomerUserList({ fields, place, ways, covered }: Props) {
  const { t } = useTranslation();
  const { settings, change } = useSettings();
  const wide = useMediaQuery("(min-width: 1280px)");
  const { onPlace } = ways;
  const search = useListSearch(customerUserSearch, { place, onPlace, sortField });
  const { data: numbers } = useQuery(overview());

  return (
    <RecordList
      texts={{
        title: t("customerUsers.title"),
        search: t("customerUsers.search"),
        placeholder: t("customerUsers.placeholder"),
        add: t("customerUsers.add"),
      }}
      place={place}
      onPlace={onPlace}
      {...search}
      keyOf={(row) => row.login}
      isDim={(row) => row.validity !== "valid"}
      columns={customerUserColumns(t, fields)}
      chosen={settings.customerUserColumns}
      defaults={wide ? wideDefaultColumns : defaultColumns}
      onChosen={(chosen) => change({ customerUserColumns: chosen })}
      rowHeight={rowHeights[settings.density]}
      onAdd={() => (numbers?.customers === 0 ? ways.onAddCustomer() : ways.onAdd())}
      onEdit={ways.onEdit}
      covered={covered}
      filled={numbers?.customerUsers !== 0}
      empty={
        <CustomerUsersEmpty
          term={search.typed}
          includeInvalid={search.includeInvalid}
          onSearchAll={() => search.onIncludeInvalid(true)}
          onClear={() => search.onTyped("")}
          onAdd={() => ways.onAdd()}
          onAddCustomer={ways.onAddCustomer}
        />
      }
    />
  );
}
