import { type ReactNode, useEffect, useRef } from "react";
import { classNames } from "../lib/classNames";
import styles from "./Panel.module.css";

type Props = {
  title: string;
  /** A word on how it stands. */
  state?: ReactNode;
  /** Buttons at the end of the head. */
  actions?: ReactNode;
  /** What it shows belongs to something that has changed since. */
  isOutdated?: boolean;
  /** Something came that was asked for: in a small window the panel moves into sight. */
  news?: unknown;
  children: ReactNode;
};

/** A framed part of a view with a title of its own. */
export function Panel({ title, state, actions, isOutdated, news, children }: Props) {
  const panel = useRef<HTMLElement>(null);

  useEffect(() => {
    if (news) panel.current?.scrollIntoView({ block: "nearest" });
  }, [news]);

  return (
    <section ref={panel} aria-label={title} className={styles.panel}>
      <header className={styles.head}>
        <h2 className={styles.title}>{title}</h2>
        <div role="status" className={styles.state}>
          {state}
        </div>
        {actions ? <div className={styles.actions}>{actions}</div> : null}
      </header>
      <div className={classNames(styles.body, isOutdated && styles.outdated)}>{children}</div>
    </section>
  );
}
