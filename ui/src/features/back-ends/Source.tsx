import { Cog, Database, Network, Trash2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import type { SourceHealthView, SourceView } from "../../bridge/bindings";
import { standingWords } from "../../i18n/sourceWords";
import { Button } from "../../kit/Button";
import { IconButton } from "../../kit/IconButton";
import { Pill } from "../../kit/Pill";
import { ReadOnlyPill } from "../../kit/ReadOnlyPill";
import styles from "./Sources.module.css";
import type { BackEndWays } from "./ways";

type Props = {
  source: SourceView;
  /** `null` as long as nobody knows. */
  health: SourceHealthView | null;
  ways: BackEndWays | null;
  onRemove: () => void;
};

const icons = { database: <Database />, directory: <Network />, module: <Cog /> };

const looks = {
  answering: { tone: "good", dot: "full" },
  failing: { tone: "bad", dot: "ring" },
  unknown: { tone: "neutral", dot: "half" },
} as const;

/** A source in the list: what it is, where it is, how it stands. */
export function Source({ source, health, ways, onRemove }: Props) {
  const { t } = useTranslation();
  const { id, backEnd, table, place, readOnly, usable } = source;
  const name = source.name || id;
  return (
    <li className={styles.source}>
      <span role="img" aria-label={t(`backEnds.kind.${backEnd}`)} className={styles.icon}>
        {icons[backEnd]}
      </span>
      <div className={styles.words}>
        <p className={styles.name}>
          {name} <code className={styles.id}>{id}</code>
        </p>
        <p className={styles.place}>
          {table && place ? t("backEnds.place", { table, place }) : table || place}
        </p>
      </div>
      <div className={styles.states}>
        {readOnly ? <ReadOnlyPill why={t("backEnds.keys.ReadOnly.help")} /> : null}
        {usable ? null : (
          <span title={t("backEnds.unusableText")}>
            <Pill tone="warn" dot="half">
              {t("backEnds.state.unusable")}
            </Pill>
          </span>
        )}
        {usable && health ? <Pill {...looks[health.state]}>{standingWords(t, health)}</Pill> : null}
      </div>
      {ways ? (
        <div className={styles.buttons}>
          <Button
            aria-label={t("backEnds.changeNamed", { name, id })}
            onPress={() => ways.onChange(id)}
          >
            {t("backEnds.change")}
          </Button>
          <IconButton
            label={t("backEnds.removeNamed", { name, id })}
            icon={<Trash2 />}
            onPress={onRemove}
          />
        </div>
      ) : null}
    </li>
  );
}
