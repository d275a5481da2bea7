import type { CSSProperties } from "react";
import { classNames } from "../lib/classNames";
import { hueOf } from "../lib/initials";
import styles from "./Avatar.module.css";
import { Picture } from "./Picture";

type Props = {
  initials: string;
  /** What the colour comes from; the same text always has the same. */
  seed: string;
  size?: "small" | "large";
  shape?: "round" | "square";
  /** Stands over the initials where there is one. */
  picture?: { width: number; height: number; rgba: string } | null;
};

/** The initials of a person or a company on a colour of their own: decoration, the name stands beside it. */
export function Avatar(props: Props) {
  const { initials, seed, size = "small", shape = "round", picture = null } = props;
  const style = { "--avatar-hue": hueOf(seed) } as CSSProperties;
  return (
    <span
      aria-hidden="true"
      className={classNames(styles.avatar, styles[size], styles[shape])}
      style={style}
    >
      {picture ? <Picture {...picture} className={styles.picture ?? ""} /> : initials}
    </span>
  );
}
