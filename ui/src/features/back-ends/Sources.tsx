import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { health } from "../../api/health";
import type { SourceKind, SourceView } from "../../bridge/bindings";
import { Panel } from "../../kit/Panel";
import { Removal } from "./Removal";
import { Source } from "./Source";
import { SourceAdding } from "./SourceAdding";
import styles from "./Sources.module.css";
import type { BackEndWays } from "./ways";

type Props = {
  kind: SourceKind;
  sources: readonly SourceView[];
  /** `null` where the sources cannot be changed. */
  ways: BackEndWays | null;
};

/** OTOBO looks for no more of a kind. */
const most = 11;

/** The sources of a kind, in the order they are asked. */
export function Sources({ kind, sources, ways }: Props) {
  const { t } = useTranslation();
  const [leaving, setLeaving] = useState<SourceView | null>(null);
  const standing = useQuery(health()).data ?? [];
  const own = sources.filter((source) => source.kind === kind);
  return (
    <Panel
      title={t(`backEnds.${kind}`)}
      actions={
        ways ? <SourceAdding kind={kind} isFull={own.length >= most} onAdd={ways.onAdd} /> : null
      }
    >
      {own.length === 0 ? (
        <div className={styles.none}>
          <p className={styles.name}>{t("backEnds.none.title")}</p>
          <p className={styles.place}>{t("backEnds.none.text")}</p>
        </div>
      ) : (
        <ol>
          {own.map((source) => (
            <Source
              key={source.id}
              source={source}
              health={standing.find((one) => one.id === source.id) ?? null}
              ways={ways}
              onRemove={() => setLeaving(source)}
            />
          ))}
        </ol>
      )}
      {leaving ? <Removal source={leaving} onClose={() => setLeaving(null)} /> : null}
    </Panel>
  );
}
