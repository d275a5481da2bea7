import type { TFunction } from "i18next";
import { Cog, Database, Network } from "lucide-react";
import type { BackEndKind } from "../bridge/bindings";
import styles from "./SourceBadge.module.css";

const icons = { database: Database, directory: Network, module: Cog } as const;

/** What stands behind a source, as a sign: its name stands beside it. */
export function SourceIcon({ backEnd }: { backEnd: BackEndKind }) {
  const Icon = icons[backEnd];
  return <Icon aria-hidden="true" />;
}

/** What a source is called, and what stands behind it: for who does not see its sign. */
export function sourceWords(t: TFunction, backEnd: BackEndKind, name: string): string {
  return `${name} (${t(`backEnds.kind.${backEnd}`)})`;
}

type Props = { backEnd: BackEndKind; words: string; short: string };

type SignProps = { backEnd: BackEndKind; words: string; letters: string };

/** Which source a row is from where there is no column for it: its sign, and letters if others have the same. */
export function SourceSign({ backEnd, words, letters }: SignProps) {
  return (
    <span role="img" aria-label={words} title={words} className={styles.sign}>
      <SourceIcon backEnd={backEnd} />
      {letters}
    </span>
  );
}

/** Which source a row is from; where there is no room only the sign is left, and the tooltip says all. */
export function SourceBadge({ backEnd, words, short }: Props) {
  return (
    <span title={words} className={styles.badge}>
      <SourceIcon backEnd={backEnd} />
      <span className={styles.name}>{short}</span>
    </span>
  );
}
