import type { CSSProperties } from "react";
import { classNames } from "../lib/classNames";
import styles from "./InstallationCube.module.css";

type Props = {
  /** Two letters that stand for the name. */
  sign: string;
  /** Its own accent, whatever the window's is. */
  hue: number;
  size?: "normal" | "small";
};

/** The sign of an installation in its colour: decoration, the name stands beside it. */
export function InstallationCube({ sign, hue, size = "normal" }: Props) {
  return (
    <span
      aria-hidden="true"
      data-hue={hue}
      className={classNames(styles.cube, styles[size])}
      style={{ "--hue": hue } as CSSProperties}
    >
      {sign}
    </span>
  );
}

/** A colour that can be chosen. */
export function Swatch({ hue }: { hue: number }) {
  return (
    <span
      aria-hidden="true"
      data-hue={hue}
      className={styles.swatch}
      style={{ "--hue": hue } as CSSProperties}
    />
  );
}
