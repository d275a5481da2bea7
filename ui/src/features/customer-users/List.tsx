import { useQuery } from "@tanstack/react-query";
import { useTranslation } from "react-i18next";
import { overview } from "../../api/app";
import { customerUserSearch } from "../../api/customerUsers";
import { installations } from "../../api/installations";
import { useAway } from "../../api/useAway";
import { useListSearch } from "../../api/useListSearch";
import { useSettings } from "../../api/useSettings";
import type { AppView } from "../../bridge/bindings";
import { Choice } from "../../kit/Choice";
import { RecordList } from "../../kit/RecordList";
import { SourceFilter } from "../../kit/SourceFilter";
import { UnsearchedNote } from "../../kit/UnsearchedNote";
import { wideWindow } from "../../lib/columns";
import { rowHeights } from "../../lib/density";
import type { ListPlace } from "../../lib/listPlace";
import { usualColumns } from "../../lib/personColumns";
import { useMediaQuery } from "../../lib/useMediaQuery";
import { whyNotAdded, whyNotNow } from "../../lib/writable";
import { customerUserColumns, sortField, withInstallation } from "./columns";
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
  const { onPlace } = ways;
  const hasSources = app.sources.length > 1;
  const search = useListSearch(customerUserSearch, {
    place,
    onPlace,
    sortField,
    sources: app.sources,
  });
  const { data: numbers } = useQuery(overview());
  const away = useAway();
  const whyNotAny = whyNotAdded(app, app.sources, away);
  const { everywhere = false } = place;
  const usual = useUsualColumns(hasSources, everywhere);
  const all = useQuery(installations()).data ?? [];
  const others = everywhere ? all : [];

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
      keyOf={({ installation, login }) =>
        installation === null ? login : `${installation}/${login}`
      }
      isDim={(row) => row.validity !== "valid"}
      columns={customerUserColumns(t, app.customerUserFields, app.sources, others)}
      chosen={
        everywhere && settings.customerUserColumns
          ? withInstallation(settings.customerUserColumns)
          : settings.customerUserColumns
      }
      defaults={usual}
      onChosen={(chosen) => change({ customerUserColumns: chosen })}
      rowHeight={rowHeights[settings.density]}
      onAdd={() => (numbers?.customers === 0 ? ways.onAddCustomer() : ways.onAdd())}
      onEdit={ways.onEdit}
      writeRefused={whyNotAny ? t(`installations.whyNot.${whyNotAny}`) : null}
      isAway={whyNotAny === "away"}
      editRefused={(row) => {
        if (row.installation !== null) return t("list.everywhere.edit");
        const why = whyNotNow(app, app.sources, row.source, away);
        return why ? t(`installations.whyNot.${why}`) : null;
      }}
      sources={
        hasSources && !everywhere ? (
          <SourceFilter sources={app.sources} off={place.off} onOff={(off) => onPlace({ off })} />
        ) : null
      }
      covered={covered}
      filled={numbers?.customerUsers !== 0}
      inSources={numbers?.customerUsers}
      scope={
        all.length > 1 ? (
          <Choice
            label={t("list.everywhere.label")}
            value={everywhere ? "all" : "one"}
            onChange={(value) =>
              onPlace({ everywhere: value === "all" || undefined, sort: undefined })
            }
            choices={[
              { value: "one", label: t("list.everywhere.one") },
              { value: "all", label: t("list.everywhere.all") },
            ]}
          />
        ) : null
      }
      remark={
        everywhere ? (
          <UnsearchedNote
            ids={search.source.unsearched}
            partly={search.source.partly}
            asOtobo={place.otobo ?? false}
            all={all}
          />
        ) : null
      }
      elsewhere={({ installation, login }) =>
        installation === null ? null : () => ways.onElsewhere(installation, login, place)
      }
      empty={
        <CustomerUsersEmpty
          isNarrowed={hasSources && place.off.length > 0}
          onAllSources={() => onPlace({ off: [] })}
          term={search.source.term}
          instant={search.source.instant}
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

/** The same ones as long as nothing about them changes: with other columns every row is drawn anew. */
function useUsualColumns(hasSources: boolean, everywhere: boolean): string[] {
  const wide = useMediaQuery(wideWindow);
  const usual = usualColumns(wide, hasSources && !everywhere);
  return everywhere ? withInstallation(usual) : usual;
}
