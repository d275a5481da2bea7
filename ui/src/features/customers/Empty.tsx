import { useQuery } from "@tanstack/react-query";
import { Building2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { overview } from "../../api/app";
import { Button } from "../../kit/Button";
import { EmptyState, Way, Ways } from "../../kit/EmptyState";
import { NothingFound } from "../../kit/NothingFound";
import { Waiting } from "../../kit/Waiting";

type Props = {
  canWrite: boolean;
  term: string;
  /** Deskbook's own search was asked, which looks at all fields. */
  instant: boolean;
  includeInvalid: boolean;
  onSearch: (term: string) => void;
  onSearchAll: () => void;
  onClear: () => void;
  onAdd: () => void;
};

/** Why the list is empty, and what can be done about it. */
export function CustomersEmpty(props: Props) {
  const { t } = useTranslation();
  const { data: numbers, isPending } = useQuery(overview());
  // With no customer there, nothing can be found: the way on stays, whatever is typed.
  if (props.term.trim() !== "" && numbers?.customers !== 0) {
    return <NothingFound {...props} text={reason()} />;
  }
  if (isPending) return <Waiting />;
  if (numbers?.customers) {
    return (
      <EmptyState title={t("customers.noValid.title")} text={t("customers.noValid.text")}>
        <Button variant="primary" onPress={props.onSearchAll}>
          {t("list.showInvalidToo")}
        </Button>
      </EmptyState>
    );
  }
  if (!props.canWrite) {
    return (
      <EmptyState title={t("customers.emptyHere.title")} text={t("customers.emptyHere.text")} />
    );
  }
  return (
    <EmptyState title={t("customers.none.title")} text={t("customers.none.text")}>
      <Ways>
        <Way
          icon={<Building2 aria-hidden="true" />}
          title={t("customers.none.add")}
          text={t("customers.none.addText")}
          shortcut="N"
          onPress={props.onAdd}
        />
      </Ways>
    </EmptyState>
  );

  function reason(): string {
    if (props.instant) {
      return props.includeInvalid
        ? t("customers.nothing.everyField")
        : t("customers.nothing.everyFieldOfValid");
    }
    return props.includeInvalid ? t("customers.nothing.textAll") : t("customers.nothing.text");
  }
}
