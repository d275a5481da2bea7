import { Database, Network, Plus } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { NewSource, SourceKind } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { Menu, MenuItem } from "../../kit/Menu";

type Props = {
  kind: SourceKind;
  /** There are as many as OTOBO asks. */
  isFull: boolean;
  onAdd: (of: NewSource) => void;
};

/** Adds a source: OTOBO has customers in tables only, and customer users in directories too. */
export function SourceAdding({ kind, isFull, onAdd }: Props) {
  const { t } = useTranslation();
  const label = t(`backEnds.add.${kind}`);
  const plus = <Plus aria-hidden="true" />;
  if (kind === "customers" || isFull) {
    return (
      <Button
        aria-label={label}
        icon={plus}
        refused={isFull ? t("backEnds.add.full") : null}
        onPress={() => onAdd(kind)}
      >
        {t("backEnds.add.short")}
      </Button>
    );
  }
  return (
    <Menu
      label={label}
      trigger={
        <Button aria-label={label} icon={plus}>
          {t("backEnds.add.short")}
        </Button>
      }
    >
      <MenuItem id="table" icon={<Database />} onAction={() => onAdd("customerUsers")}>
        {t("backEnds.add.table")}
      </MenuItem>
      <MenuItem id="openLdap" icon={<Network />} onAction={() => onAdd("openLdap")}>
        {t("backEnds.add.openLdap")}
      </MenuItem>
      <MenuItem id="activeDirectory" icon={<Network />} onAction={() => onAdd("activeDirectory")}>
        {t("backEnds.add.activeDirectory")}
      </MenuItem>
    </Menu>
  );
}
