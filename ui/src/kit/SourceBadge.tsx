import { Cog, Database, Network } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { BackEndKind } from "../bridge/bindings";
import styles from "./SourceBadge.module.css";

const icons = { database: Database, directory: Network, module: Cog } as const;

/** What stands behind a source, as a sign: its name stands beside it. */
export function SourceIcon({ backEnd }: { backEnd: BackEndKind }) {
  const Icon = icons[backEnd];
  return <Icon aria-hidden="true" />;
}

type Props = { backEnd: BackEndKind; name: string; short: string };

/** Which source a row is from; where there is no room only the sign is left, and the tooltip says all. */
export function SourceBadge({ backEnd, name, short }: Props) {
  const { t } = useTranslation();
  return (
    <span title={`${name} (${t(`backEnds.kind.${backEnd}`)})`} className={styles.badge}>
      <SourceIcon backEnd={backEnd} />
      <span className={styles.name}>{short}</span>
    </span>
  );
}
