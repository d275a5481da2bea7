import { Copy } from "lucide-react";
import styles from "./CodeCopy.module.css";
import { useCopy } from "./CopyButton";
import { IconButton } from "./IconButton";

type Props = { code: string; label: string };

/** A statement for somebody else to run, ready to be copied. */
export function CodeCopy({ code, label }: Props) {
  const copy = useCopy();
  return (
    <div className={styles.block}>
      <pre className={styles.code}>
        <code>{code}</code>
      </pre>
      <IconButton label={label} icon={<Copy />} onPress={() => copy(code)} />
    </div>
  );
}
