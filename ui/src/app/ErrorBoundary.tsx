import { Component, type ReactNode } from "react";
import { ErrorNote } from "../kit/ErrorNote";
import styles from "./FullPage.module.css";

type Props = { children: ReactNode };
type State = { error: unknown };

/** Catches what a view throws while it is drawn, so that the window never stays blank. */
export class ErrorBoundary extends Component<Props, State> {
  override state: State = { error: null };

  static getDerivedStateFromError(error: unknown): State {
    return { error: error ?? new Error("nothing was thrown") };
  }

  override render() {
    if (this.state.error === null) return this.props.children;
    return (
      <main className={styles.page}>
        <ErrorNote
          heading="h1"
          error={this.state.error}
          onRetry={() => this.setState({ error: null })}
        />
      </main>
    );
  }
}
