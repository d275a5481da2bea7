import { useQuery } from "@tanstack/react-query";
import { Plug, UserPlus } from "lucide-react";
import { useTranslation } from "react-i18next";
import { overview } from "../../api/app";
import type { AppView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { EmptyState, Way, Ways } from "../../kit/EmptyState";
import { NothingFound } from "../../kit/NothingFound";
import { Waiting } from "../../kit/Waiting";
import { whyNotIn } from "../../lib/writable";
import { FirstRun } from "./FirstRun";
import type { CustomerUserWays } from "./ways";

type Props = {
  /** Sources are switched off. */
  isNarrowed: boolean;
  onAllSources: () => void;
  term: string;
  /** Deskbook's own search was asked, which looks at all fields. */
  instant: boolean;
  includeInvalid: boolean;
  onSearch: (term: string) => void;
  onSearchAll: () => void;
  onClear: () => void;
  app: AppView;
  ways: CustomerUserWays;
};

/** Why the list is empty, and what can be done about it. */
export function CustomerUsersEmpty(props: Props) {
  const { t } = useTranslation();
  const { app, ways } = props;
  const { data: numbers, isPending } = useQuery(overview());
  if (props.isNarrowed) return <NobodyInSources onAllSources={props.onAllSources} />;
  // With nobody there, nothing can be found: the ways on stay, whatever is typed.
  if (props.term.trim() !== "" && numbers?.customerUsers !== 0) {
    return <NothingFound {...props} text={reason()} />;
  }
  if (isPending) return <Waiting />;
  if (numbers?.customerUsers) return <NobodyValid onSearchAll={props.onSearchAll} />;
  if (whyNotIn(app, app.sources)) return <EmptySources onBackEnds={ways.onBackEnds} />;
  const isLocal = app.installation.kind === "localDirectory";
  if (!numbers?.customers) return <FirstRun isLocal={isLocal} ways={ways} />;
  return (
    <EmptyState title={t("customerUsers.none.title")} text={t("customerUsers.none.text")}>
      <Ways>
        <Way
          icon={<UserPlus aria-hidden="true" />}
          title={t("customerUsers.none.add")}
          text={t("customerUsers.none.addText")}
          shortcut="N"
          onPress={() => ways.onAdd()}
        />
      </Ways>
    </EmptyState>
  );

  function reason(): string {
    if (props.instant) {
      return props.includeInvalid
        ? t("customerUsers.nothing.everyField")
        : t("customerUsers.nothing.everyFieldOfValid");
    }
    const email = app.customerUserFields.find((field) => field.kind === "email")?.var;
    const isSearched = email !== undefined && app.customerUserSearchFields.includes(email);
    if (props.term.includes("@") && !isSearched) return t("customerUsers.nothing.noAddresses");
    return props.includeInvalid
      ? t("customerUsers.nothing.textAll")
      : t("customerUsers.nothing.text");
  }
}

function NobodyInSources({ onAllSources }: { onAllSources: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t("list.noneInSources.title")} text={t("list.noneInSources.text")}>
      <Button variant="primary" onPress={onAllSources}>
        {t("list.noneInSources.all")}
      </Button>
    </EmptyState>
  );
}

function NobodyValid({ onSearchAll }: { onSearchAll: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t("customerUsers.noValid.title")} text={t("customerUsers.noValid.text")}>
      <Button variant="primary" onPress={onSearchAll}>
        {t("list.showInvalidToo")}
      </Button>
    </EmptyState>
  );
}

/** An installation whose sources have nobody, and to which nobody can be added from here. */
function EmptySources({ onBackEnds }: { onBackEnds: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t("customerUsers.emptyHere.title")} text={t("customerUsers.emptyHere.text")}>
      <Ways>
        <Way
          icon={<Plug aria-hidden="true" />}
          title={t("customerUsers.emptyHere.backEnds")}
          text={t("customerUsers.emptyHere.backEndsText")}
          onPress={onBackEnds}
        />
      </Ways>
    </EmptyState>
  );
}
