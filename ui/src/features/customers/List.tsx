import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { overview } from "../../api/app";
import { customerSearch } from "../../api/customers";
import { useAway } from "../../api/useAway";
import { useListSearch } from "../../api/useListSearch";
import { useSettings } from "../../api/useSettings";
import type { AppView } from "../../bridge/bindings";
import { RecordList } from "../../kit/RecordList";
import { SourceFilter } from "../../kit/SourceFilter";
import { wideWindow } from "../../lib/columns";
import { rowHeights } from "../../lib/density";
import type { ListPlace } from "../../lib/listPlace";
import { useMediaQuery } from "../../lib/useMediaQuery";
import { whyNotAdded, whyNotIn, whyNotNow } from "../../lib/writable";
import { customerColumns, defaultColumns, sortField, wideDefaultColumns } from "./columns";
import { CustomersEmpty } from "./Empty";
import type { CustomerWays } from "./ways";

type Props = {
  app: AppView;
  place: ListPlace;
  ways: CustomerWays;
  covered: boolean;
};

/** Searches the customers as somebody types. */
export function CustomerList({ app, place, ways, covered }: Props) {
  const { t } = useTranslation();
  const { settings, change } = useSettings();
  const wide = useMediaQuery(wideWindow);
  const { onPlace } = ways;
  const search = useListSearch(customerSearch, {
    place,
    onPlace,
    sortField,
    sources: app.customerSources,
  });
  const { data: numbers } = useQuery(overview());
  const away = useAway();
  const whyNotAny = whyNotAdded(app, app.customerSources, away);
  const whyNot = whyNotIn(app, app.customerSources);

  return (
    <RecordList
      texts={{
        title: t("customers.title"),
        search: t("customers.search"),
        placeholder: t("customers.placeholder"),
        add: t("customers.add"),
      }}
      place={place}
      onPlace={onPlace}
      {...search}
      keyOf={(row) => row.customerId}
      isDim={(row) => row.validity !== "valid"}
      columns={customerColumns(t, app.customerFields)}
      chosen={settings.customerColumns}
      defaults={wide ? wideDefaultColumns : defaultColumns}
      onChosen={(chosen) => change({ customerColumns: chosen })}
      rowHeight={rowHeights[settings.density]}
      onAdd={ways.onAdd}
      onEdit={ways.onEdit}
      writeRefused={whyNotAny ? t(`installations.whyNot.${whyNotAny}`) : null}
      isAway={whyNotAny === "away"}
      editRefused={(row) => {
        const why = whyNotNow(app, app.customerSources, row.source, away);
        return why ? t(`installations.whyNot.${why}`) : null;
      }}
      sources={
        app.customerSources.length > 1 ? (
          <SourceFilter
            sources={app.customerSources}
            off={place.off}
            onOff={(off) => onPlace({ off })}
          />
        ) : null
      }
      covered={covered}
      filled={numbers?.customers !== 0}
      inSources={numbers?.customers}
      scope={null}
      remark={null}
      elsewhere={() => null}
      empty={
        <CustomersEmpty
          canWrite={whyNot === null}
          term={search.source.term}
          instant={search.source.instant}
          includeInvalid={search.includeInvalid}
          onSearch={search.onTyped}
          onSearchAll={() => search.onIncludeInvalid(true)}
          onClear={() => search.onTyped("")}
          onAdd={ways.onAdd}
        />
      }
    />
  );
}
