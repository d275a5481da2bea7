import type { ReactNode } from "react";
import { Dialog as AriaDialog, Heading, Modal, ModalOverlay } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Dialog.module.css";

type Props = {
  title: string;
  /** "alertdialog" for a question that has to be answered before anything else. */
  role?: "dialog" | "alertdialog";
  children: ReactNode;
  /** Large for what has columns. */
  size?: "small" | "large";
  /** The buttons, the one that does what the title asks last. */
  actions: ReactNode;
  /** Escape: the answer that changes nothing. */
  onClose: () => void;
};

/** A small window over the view, which waits. Render it to open it. */
export function Dialog(props: Props) {
  const { title, role = "dialog", size = "small", children, actions, onClose } = props;
  return (
    <ModalOverlay
      isOpen
      onOpenChange={(isOpen) => {
        if (!isOpen) onClose();
      }}
      className={classNames(styles.scrim)}
    >
      <Modal className={classNames(styles.window, styles[size])}>
        <AriaDialog role={role} className={classNames(styles.dialog)}>
          <Heading slot="title" className={classNames(styles.title)}>
            {title}
          </Heading>
          <div className={styles.body}>{children}</div>
          <div className={styles.actions}>{actions}</div>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}
