import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";
import { useTranslation } from "react-i18next";
import { customerUserEntry } from "../../api/customerUsers";
import type { AttributeView } from "../../bridge/bindings";
import { useFormat } from "../../i18n/format";
import { DetailField, DetailReading, DetailTrouble } from "../../kit/DetailPane";
import { EmptyState } from "../../kit/EmptyState";
import { ErrorNote } from "../../kit/ErrorNote";
import { Waiting } from "../../kit/Waiting";
import styles from "./DetailEntry.module.css";
import { EntryValue } from "./DetailEntryValue";

type Props = { source: string; login: string };

/** Everything that the directory has of somebody, as it is there. */
export function Entry({ source, login }: Props) {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(customerUserEntry(source, login));
  if (error) {
    return (
      <DetailTrouble>
        <ErrorNote error={error} onRetry={() => void refetch()} />
      </DetailTrouble>
    );
  }
  if (data === undefined) return <Waiting />;
  if (data === null)
    return <EmptyState title={t("entry.gone.title")} text={t("entry.gone.text")} />;
  return (
    <DetailReading label={t("entry.tab")}>
      <p className={styles.note}>{t("entry.note")}</p>
      <dl className={styles.attributes}>
        <DetailField label={t("entry.dn")}>
          <Dn dn={data.dn} />
        </DetailField>
        {data.attributes.map((attribute) => (
          <DetailField key={attribute.name} label={attribute.name}>
            <Values attribute={attribute} />
          </DetailField>
        ))}
      </dl>
    </DetailReading>
  );
}

/** A name of an entry; a line ends behind a part of it where it can. */
function Dn({ dn }: { dn: string }) {
  return dn.split(/(?<=,)/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: parts have no other name than their place
    <Fragment key={index}>
      {part}
      <wbr />
    </Fragment>
  ));
}

function Values({ attribute }: { attribute: AttributeView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { values, count } = attribute;
  const more = count - values.length;
  return (
    <ul className={styles.values}>
      {values.map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: values have no other name than their place
        <li key={index}>
          <EntryValue value={value} />
        </li>
      ))}
      {more > 0 ? (
        <li className={styles.note}>
          {t("entry.more", { count: more, number: format.number(more) })}
        </li>
      ) : null}
    </ul>
  );
}
