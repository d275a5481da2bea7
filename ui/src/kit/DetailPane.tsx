import { X } from "lucide-react";
import { type ReactNode, useEffect, useRef } from "react";
import { useTranslation } from "react-i18next";
import { useMediaQuery } from "../lib/useMediaQuery";
import styles from "./DetailPane.module.css";
import { IconButton } from "./IconButton";

type Props = { label: string; onClose: () => void; children: ReactNode };

/** The panel beside a list. Where it covers the list it takes the focus. */
export function DetailPane({ label, onClose, children }: Props) {
  const { t } = useTranslation();
  const pane = useRef<HTMLElement>(null);
  const covers = useMediaQuery("(max-width: 899px)");

  useEffect(() => {
    if (covers) pane.current?.focus();
  }, [covers]);

  return (
    <aside ref={pane} aria-label={label} tabIndex={-1} className={styles.pane}>
      <div className={styles.close}>
        <IconButton label={t("common.close")} icon={<X />} shortcut="Esc" onPress={onClose} />
      </div>
      {children}
    </aside>
  );
}

/** Avatar, name and what goes with it. */
export function DetailHead(props: {
  avatar: ReactNode;
  title: string;
  line: ReactNode;
  pill: ReactNode;
}) {
  return (
    <header className={styles.head}>
      {props.avatar}
      <div className={styles.names}>
        <h2 className={styles.title}>{props.title}</h2>
        <p className={styles.line}>{props.line}</p>
        <p className={styles.state}>{props.pill}</p>
      </div>
    </header>
  );
}

/** The buttons under the head. */
export function DetailActions({ children }: { children: ReactNode }) {
  return <div className={styles.actions}>{children}</div>;
}

/** What scrolls: the sections. */
export function DetailBody({ children }: { children: ReactNode }) {
  return <div className={styles.body}>{children}</div>;
}

/** The same where nothing in it takes the focus: it can be scrolled by keys all the same. */
export function DetailReading({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls has to be reached by keyboard
    <section aria-label={label} tabIndex={0} className={styles.body}>
      {children}
    </section>
  );
}

/** What stands in place of the sections when they cannot be read. */
export function DetailTrouble({ children }: { children: ReactNode }) {
  return <div className={styles.trouble}>{children}</div>;
}

/** Fields under a heading; without a title for the first ones. */
export function DetailSection({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className={styles.section}>
      {title ? <h3 className={styles.sectionTitle}>{title}</h3> : null}
      <dl>{children}</dl>
    </section>
  );
}

/** One field: its label and its value. */
export function DetailField({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className={styles.field}>
      <dt className={styles.label}>{label}</dt>
      <dd className={styles.value}>{children}</dd>
    </div>
  );
}

/** Who changed it, and when. */
export function DetailFoot({ children }: { children: ReactNode }) {
  return <footer className={styles.foot}>{children}</footer>;
}
