import { Button } from "react-aria-components";
import { classNames } from "../lib/classNames";
import styles from "./Field.module.css";

type Props = {
  /** A whole sentence in which `wayOutMark` stands where the way out belongs. */
  sentence: string;
  /** The words to press. */
  way: string;
  onTake: () => void;
};

/** Stands in a translated sentence for what can be pressed; no text that anybody types has it. */
export const wayOutMark = "\uE000";

/** What is wrong in a sentence, and within it the way out, ready to be pressed. */
export function FieldWayOut({ sentence, way, onTake }: Props) {
  const at = sentence.lastIndexOf(wayOutMark);
  return (
    <>
      {sentence.slice(0, at)}
      {/* In no slot: within a combo box it would become the button that opens the list. */}
      <Button slot={null} className={classNames(styles.way)} onPress={onTake}>
        {way}
      </Button>
      {sentence.slice(at + wayOutMark.length)}
    </>
  );
}
