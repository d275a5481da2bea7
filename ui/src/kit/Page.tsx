import type { ReactNode } from "react";
import formStyles from "./FormPage.module.css";
import styles from "./Page.module.css";

type Props = {
  /** What it belongs to. */
  where?: string;
  title: string;
  /** What it is about, in a sentence. */
  text?: string;
  actions?: ReactNode;
  children: ReactNode;
};

/** A whole view that is neither a list of records nor a form: head, then what scrolls. */
export function Page({ where, title, text, actions, children }: Props) {
  return (
    <div className={formStyles.page}>
      <header className={styles.head}>
        <div className={styles.words}>
          {where ? <p className={formStyles.where}>{where}</p> : null}
          <h1 className={formStyles.title}>{title}</h1>
        </div>
        {actions}
      </header>
      <div className={styles.body}>
        <div className={styles.column}>
          {text ? <p className={styles.text}>{text}</p> : null}
          {children}
        </div>
      </div>
    </div>
  );
}
