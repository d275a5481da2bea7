import { Copy, Pencil, Plus, Users } from "lucide-react";
import { type ReactNode, useState } from "react";
import { errorCodes } from "../bridge/errors";
import { Avatar } from "../kit/Avatar";
import { Button } from "../kit/Button";
import { Checkbox } from "../kit/Checkbox";
import { Choice } from "../kit/Choice";
import { CodeCopy } from "../kit/CodeCopy";
import { EmptyState, Way, Ways } from "../kit/EmptyState";
import { ErrorNote } from "../kit/ErrorNote";
import { Grid } from "../kit/Grid";
import { IconButton } from "../kit/IconButton";
import { InstallationCube } from "../kit/InstallationCube";
import { Kbd } from "../kit/Kbd";
import { Link } from "../kit/Link";
import { Marked } from "../kit/Marked";
import { Menu, MenuItem } from "../kit/Menu";
import { Note } from "../kit/Note";
import { Panel } from "../kit/Panel";
import { Pill } from "../kit/Pill";
import { Progress } from "../kit/Progress";
import { ReadOnlyPill } from "../kit/ReadOnlyPill";
import { Tabs } from "../kit/Tabs";
import { useToast } from "../kit/Toast";
import { ValidityPill } from "../kit/ValidityPill";
import { Waiting } from "../kit/Waiting";
import styles from "./Gallery.module.css";

/** Each part of the kit in its states, for looking at; its words are samples and in no catalogue. */
export function Gallery() {
  const toast = useToast();
  const [choice, setChoice] = useState<"one" | "two">("one");
  return (
    <div className={styles.gallery}>
      <Part name="Button">
        <Button variant="primary" icon={<Plus aria-hidden="true" />}>
          Add customer user
        </Button>
        <Button icon={<Pencil aria-hidden="true" />} shortcut="E">
          Edit
        </Button>
        <Button variant="quiet">Cancel</Button>
        <Button isDisabled>Not now</Button>
        <IconButton label="Copy" icon={<Copy />} onPress={() => toast("Copied")} />
        <IconButton label="Edit" variant="plain" icon={<Pencil />} />
        <Link onPress={() => toast("Followed")}>A link</Link>
        <Kbd keys="Ctrl K" />
      </Part>
      <Part name="Pill, avatar, marked text">
        <ValidityPill validity="valid" />
        <ValidityPill validity="invalid" />
        <ValidityPill validity="invalidTemporarily" />
        <Avatar initials="JM" seed="j.meyerhoff" />
        <Avatar initials="ĆO" seed="c.obermeyer" size="large" />
        <Avatar initials="GL" seed="GLOBEX" shape="square" />
        <p>
          <Marked text="Obermeyer, Ćazim" spans={[{ start: 4, end: 9 }]} />
        </p>
      </Part>
      <Part name="Installation, note, panel">
        <InstallationCube sign="No" hue={145} />
        <InstallationCube sign="Te" hue={70} size="small" />
        <ReadOnlyPill why="This installation is marked read-only" />
        <Button refused="This installation is marked read-only">Edit</Button>
        <Checkbox label="Read-only" isSelected onChange={() => {}} />
        <div className={styles.wide}>
          <Note action={<Button variant="quiet">Try again</Button>}>A source is missing.</Note>
          <Panel title="Test" state={<Pill tone="good">passed</Pill>}>
            <CodeCopy code="GRANT SELECT ON otobo.* TO deskbook;" label="Copy" />
          </Panel>
          <Tabs
            label="Tabs"
            tabs={[
              { id: "details", label: "Details", content: "One" },
              { id: "preferences", label: "Preferences", content: "Two" },
            ]}
          />
        </div>
      </Part>
      <Part name="Choice, menu, progress">
        <Choice
          label="Choice"
          value={choice}
          onChange={setChoice}
          choices={[
            { value: "one", label: "Valid" },
            { value: "two", label: "Valid and invalid" },
          ]}
        />
        <Menu label="Menu" trigger={<Button>Menu</Button>}>
          <MenuItem id="copy" icon={<Copy />} shortcut="Ctrl C">
            Copy
          </MenuItem>
          <MenuItem id="edit" icon={<Pencil />} isDisabled>
            Edit
          </MenuItem>
        </Menu>
        <div className={styles.wide}>
          <Progress label="Progress" done={120} total={340} words="120 of 340" />
        </div>
      </Part>
      <Part name="Empty state">
        <EmptyState title="Nobody here yet" text="A customer user belongs to a customer.">
          <Ways>
            <Way icon={<Users />} title="Load" text="To look around" onPress={() => {}} />
            <Way icon={<Plus />} title="Add" text="One" shortcut="N" onPress={() => {}} />
          </Ways>
        </EmptyState>
      </Part>
      <Part name="Grid of 1,000,000 rows">
        <SampleGrid />
      </Part>
      <Part name="Waiting">
        <Waiting />
      </Part>
      {errorCodes.map((code) => (
        <Part key={code} name={`ErrorNote: ${code}`}>
          <ErrorNote
            error={{
              code,
              field: null,
              params: { path: "/home/rita", limit: "10,000" },
              detail: code,
            }}
            onRetry={() => toast("Tried again")}
          />
        </Part>
      ))}
    </div>
  );
}

function Part({ name, children }: { name: string; children: ReactNode }) {
  return (
    <section className={styles.part}>
      <h2 className={styles.name}>{name}</h2>
      <div className={styles.samples}>{children}</div>
    </section>
  );
}

function SampleGrid() {
  const [active, setActive] = useState(0);
  const [open, setOpen] = useState(1);
  return (
    <div className={styles.grid}>
      <Grid<number>
        label="Rows"
        columns={[
          { id: "name", label: "Name", minWidth: 160, grow: 2, cell: (row) => `Row ${row + 1}` },
          { id: "rest", label: "Square", minWidth: 120, grow: 1, cell: (row) => row * row },
        ]}
        rowCount={1_000_000}
        rowAt={(index) => (index % 7 === 6 ? undefined : index)}
        rowHeight={40}
        active={active}
        onActive={setActive}
        isOpen={(row) => row === open}
        isDim={(row) => row % 5 === 3}
        onOpen={setOpen}
        onSight={() => {}}
        list="sample"
        revision={0}
      />
    </div>
  );
}
