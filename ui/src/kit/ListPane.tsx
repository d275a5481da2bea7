import type { ReactNode, Ref } from "react";
import styles from "./ListPane.module.css";

type Props = {
  /** The name of the room, for those who do not see it in the navigation. */
  title: string;
  /** The search field. */
  search: ReactNode;
  /** The buttons beside it. */
  actions: ReactNode;
  /** Under the field: `ListFilters`, or nothing. */
  filters: ReactNode;
  /** What is not as it should be, right above the rows. */
  note: ReactNode;
  /** The grid, or what stands in its place. */
  children: ReactNode;
  /** The place of the rows, for measuring it. */
  contentRef: Ref<HTMLDivElement>;
  inert: boolean;
};

/** A searchable list: field and actions, filters and count, rows. */
export function ListPane({ contentRef, ...props }: Props) {
  return (
    <section className={styles.pane} inert={props.inert}>
      <h1 className={styles.title}>{props.title}</h1>
      <div className={styles.top}>
        {props.search}
        {props.actions}
      </div>
      {props.filters}
      {props.note}
      <div ref={contentRef} className={styles.content}>
        {props.children}
      </div>
    </section>
  );
}

/** Chips that narrow the list, and what was found. */
export function ListFilters({ children }: { children: ReactNode }) {
  return <div className={styles.filters}>{children}</div>;
}
