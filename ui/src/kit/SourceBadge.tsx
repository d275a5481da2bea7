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

type SignProps = { backEnd: BackEndKind; name: string; letters: string };

/** Which source a row is from where there is no column for it: its sign, and letters if others have the same. */
export function SourceSign({ backEnd, name, letters }: SignProps) {
  const words = useSourceWords(backEnd, name);
  return (
    <span role="img" aria-label={words} title={words} className={styles.sign}>
      <SourceIcon backEnd={backEnd} />
      {letters}
    </span>
  );
}

function useSourceWords(backEnd: BackEndKind, name: string): string {
  const { t } = useTranslation();
  return `${name} (${t(`backEnds.kind.${backEnd}`)})`;
}

/** Which source a row is from; where there is no room only the sign is left, and the tooltip says all. */
export function SourceBadge({ backEnd, name, short }: Props) {
  const words = useSourceWords(backEnd, name);
  return (
    <span title={words} className={styles.badge}>
      <SourceIcon backEnd={backEnd} />
      <span className={styles.name}>{short}</span>
    </span>
  );
}
