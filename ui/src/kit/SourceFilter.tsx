import { useTranslation } from "react-i18next";
import type { BackEndKind } from "../bridge/bindings";
import { ChoiceOfMany } from "./Choice";
import { SourceIcon } from "./SourceBadge";

type Props = {
  sources: readonly { id: string; name: string; backEnd: BackEndKind }[];
  /** The ids of those that are switched off. */
  off: readonly string[];
  onOff: (off: string[]) => void;
};

/** Switches sources of a list off and on, one click each. The last one stays. */
export function SourceFilter({ sources, off, onOff }: Props) {
  const { t } = useTranslation();
  return (
    <ChoiceOfMany
      label={t("list.sources")}
      values={sources.map(({ id }) => id).filter((id) => !off.includes(id))}
      onChange={(on) => onOff(sources.map(({ id }) => id).filter((id) => !on.includes(id)))}
      choices={sources.map(({ id, name, backEnd }) => ({
        value: id,
        label: name || id,
        icon: <SourceIcon backEnd={backEnd} />,
      }))}
    />
  );
}
