import type { ReactElement, ReactNode } from "react";
import { Popover as AriaPopover, Dialog, DialogTrigger } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Popover.module.css";

type Props = {
  label: string;
  trigger: ReactElement;
  placement?: "bottom end" | "top start";
  children: ReactNode;
};

/** A small panel of controls behind a button. */
export function Popover({ label, trigger, placement = "bottom end", children }: Props) {
  return (
    <DialogTrigger>
      {trigger}
      <AriaPopover placement={placement} className={classNames(styles.popover)}>
        <Dialog aria-label={label} className={classNames(styles.panel)}>
          {children}
        </Dialog>
      </AriaPopover>
    </DialogTrigger>
  );
}
