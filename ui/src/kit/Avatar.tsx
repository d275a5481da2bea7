import type { CSSProperties } from "react";
import { classNames } from "../lib/classNames";
import { hueOf } from "../lib/initials";
import styles from "./Avatar.module.css";

type Props = {
  initials: string;
  /** What the colour comes from; the same text always has the same. */
  seed: string;
  size?: "small" | "large";
  shape?: "round" | "square";
};

/** The initials of a person or a company on a colour of their own: decoration, the name stands beside it. */
export function Avatar({ initials, seed, size = "small", shape = "round" }: Props) {
  const style = { "--avatar-hue": hueOf(seed) } as CSSProperties;
  return (
    <span
      aria-hidden="true"
      className={classNames(styles.avatar, styles[size], styles[shape])}
      style={style}
    >
      {initials}
    </span>
  );
}
