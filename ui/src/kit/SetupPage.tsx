import { type ReactNode, type Ref, useId } from "react";
import { classNames } from "../lib/classNames";
import formStyles from "./FormPage.module.css";
import { LeaveQuestion, type Leaving } from "./LeaveQuestion";
import styles from "./SetupPage.module.css";
import { useFormKeys } from "./useFormKeys";

type Props = {
  where: string;
  title: string;
  ref: Ref<HTMLFormElement>;
  /** The fields. */
  children: ReactNode;
  /** Beside the fields: how what is typed works out. */
  panel: ReactNode;
  /** How much room it takes: as much as the fields, or as little as it can. */
  panelWidth?: "wide" | "narrow";
  /** What went wrong, over the bar. */
  failure: ReactNode;
  /** The foot: words, then buttons. */
  bar: ReactNode;
  onCancel: () => void;
  onSave: () => void;
  onTest: () => void;
  leaving: Leaving;
};

/** A form that is tried out before it is saved: fields, the outcome of the test beside them, its keys. */
export function SetupPage(props: Props) {
  const { where, title, ref, children, panel, panelWidth = "wide", failure, bar, leaving } = props;
  const titleId = useId();
  useFormKeys({ onSave: props.onSave, onFinish: props.onTest, onCancel: props.onCancel });
  return (
    <div className={formStyles.page}>
      <header className={formStyles.head}>
        <p className={formStyles.where}>{where}</p>
        <h1 id={titleId} className={formStyles.title}>
          {title}
        </h1>
      </header>
      <div className={styles.scroll}>
        <div className={classNames(styles.both, panelWidth === "narrow" && styles.narrow)}>
          <form
            ref={ref}
            className={styles.fields}
            aria-labelledby={titleId}
            noValidate
            autoComplete="off"
            onSubmit={(event) => event.preventDefault()}
          >
            {children}
          </form>
          <div className={styles.panel}>{panel}</div>
        </div>
      </div>
      {failure ? <div className={formStyles.error}>{failure}</div> : null}
      <div className={styles.bar}>{bar}</div>
      <LeaveQuestion leaving={leaving} />
    </div>
  );
}

/** What the foot says of saving. */
export function SetupBarWords({ children }: { children: ReactNode }) {
  return (
    <div role="status" className={styles.words}>
      {children}
    </div>
  );
}

/** The buttons of the foot. */
export function SetupBarButtons({ children }: { children: ReactNode }) {
  return <div className={styles.buttons}>{children}</div>;
}
