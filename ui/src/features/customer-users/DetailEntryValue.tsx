import { useTranslation } from "react-i18next";
import type { CertificateView, ValueView } from "../../bridge/bindings";
import { useFormat } from "../../i18n/format";
import { Pill } from "../../kit/Pill";
import styles from "./DetailEntry.module.css";

/** One value of an attribute, as what it means. */
export function EntryValue({ value }: { value: ValueView }) {
  const { t } = useTranslation();
  const format = useFormat();
  switch (value.kind) {
    case "text":
      return value.text;
    case "time":
      return (
        <>
          {value.time === null ? t("entry.never") : format.moment(value.time)}{" "}
          <span className={styles.stored}>{value.stored}</span>
        </>
      );
    case "secret":
      return <span className={styles.stored}>{t("entry.secret")}</span>;
    case "certificates":
      return value.certificates.map((certificate) => (
        <Certificate
          key={`${certificate.subject} ${certificate.goodUntil}`}
          certificate={certificate}
        />
      ));
    case "bytes":
      return (
        <>
          {t(`entry.bytes.${value.format}`)},{" "}
          {t("entry.size", { count: value.size, number: format.number(value.size) })}{" "}
          <code className={styles.stored}>{value.excerpt}…</code>
        </>
      );
  }
}

function Certificate({ certificate }: { certificate: CertificateView }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { subject, issuer, goodUntil, expired } = certificate;
  const date = goodUntil === null ? null : format.date(goodUntil);
  return (
    <div className={styles.certificate}>
      <p>{subject}</p>
      <p className={styles.stored}>{t("entry.issuer", { issuer })}</p>
      <p>
        {date === null ? t("entry.noEnd") : t("entry.goodUntil", { date })}{" "}
        {expired ? (
          <Pill tone="bad" dot="ring">
            {t("entry.expired")}
          </Pill>
        ) : null}
      </p>
    </div>
  );
}
