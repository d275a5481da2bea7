import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { overview } from "../../api/app";
import { customerUserSearch } from "../../api/customerUsers";
import { useListSearch } from "../../api/useListSearch";
import { useSettings } from "../../api/useSettings";
import type { AppView } from "../../bridge/bindings";
import { RecordList } from "../../kit/RecordList";
import { rowHeights } from "../../lib/density";
import type { ListPlace } from "../../lib/listPlace";
import { useMediaQuery } from "../../lib/useMediaQuery";
import { whyNotIn } from "../../lib/writable";
import {
  customerUserColumns,
  defaultColumns,
  sortField,
  wideDefaultColumns,
  withSource,
} from "./columns";
import { CustomerUsersEmpty } from "./Empty";
import type { CustomerUserWays } from "./ways";

type Props = {
  app: AppView;
  place: ListPlace;
  ways: CustomerUserWays;
  covered: boolean;
};

/** Searches the customer users as somebody types. */
export function CustomerUserList({ app, place, ways, covered }: Props) {
  const { t } = useTranslation();
  const { settings, change } = useSettings();
  const wide = useMediaQuery("(min-width: 1280px)");
  const { onPlace } = ways;
  const hasSources = app.sources.length > 1;
  const search = useListSearch(customerUserSearch, { place, onPlace, sortField });
  const { data: numbers } = useQuery(overview());
  const whyNot = whyNotIn(app, app.sources);
  const usual = wide ? wideDefaultColumns : defaultColumns;

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
      columns={customerUserColumns(t, app.customerUserFields, hasSources ? app.sources : [])}
      chosen={settings.customerUserColumns}
      defaults={hasSources ? withSource(usual) : usual}
      onChosen={(chosen) => change({ customerUserColumns: chosen })}
      rowHeight={rowHeights[settings.density]}
      onAdd={() => (numbers?.customers === 0 ? ways.onAddCustomer() : ways.onAdd())}
      onEdit={ways.onEdit}
      writeRefused={whyNot ? t(`installations.whyNot.${whyNot}`) : null}
      covered={covered}
      filled={numbers?.customerUsers !== 0}
      inSources={numbers?.customerUsers}
      empty={
        <CustomerUsersEmpty
          term={search.typed}
          includeInvalid={search.includeInvalid}
          onSearch={search.onTyped}
          onSearchAll={() => search.onIncludeInvalid(true)}
          onClear={() => search.onTyped("")}
          app={app}
          ways={ways}
        />
      }
    />
  );
}
