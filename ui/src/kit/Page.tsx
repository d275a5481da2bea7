import { type ReactNode, useEffect, useRef } from "react";
import formStyles from "./FormPage.module.css";
import styles from "./Page.module.css";
import { useFocusHeir } from "./useFocusHeir";

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
  const heading = useRef<HTMLHeadingElement>(null);

  // Who comes by a key, or did away with what had the focus, goes on from the head of the view.
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  useFocusHeir(heading);

  return (
    <div className={formStyles.page}>
      <header className={styles.head}>
        <div className={styles.words}>
          {where ? <p className={formStyles.where}>{where}</p> : null}
          <h1 ref={heading} tabIndex={-1} className={formStyles.title}>
            {title}
          </h1>
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
