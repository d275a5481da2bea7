import { Plus } from "lucide-react";
import { memo } from "react";
import { Button } from "./Button";
import { ColumnChooser } from "./ColumnChooser";
import { useToast } from "./Toast";
import { Tooltip } from "./Tooltip";

type Column = { id: string; label: string };

type Props = {
  columns: readonly Column[];
  /** The columns that are shown; `null` where there is nothing to show. */
  shown: readonly Column[] | null;
  onChosen: (chosen: string[] | null) => void;
  /** The words of the button that adds. */
  words: string;
  onAdd: () => void;
  /** Why nothing can be added; `null` where it can. */
  refused: string | null;
};

/** The buttons beside a list's search. Kept as long as they stay the same: they take as long to draw as the rows. */
export const ListActions = memo(function ListActions(props: Props) {
  const { columns, shown, words, onAdd, refused } = props;
  const toast = useToast();
  return (
    <>
      {shown === null ? null : (
        <ColumnChooser
          columns={columns}
          shown={shown.map((column) => column.id)}
          onChange={props.onChosen}
        />
      )}
      <Tooltip text={words} shortcut="N">
        <Button
          variant="primary"
          narrows
          icon={<Plus aria-hidden="true" />}
          refused={refused}
          onPress={refused === null ? onAdd : () => toast(refused)}
        >
          {words}
        </Button>
      </Tooltip>
    </>
  );
});
