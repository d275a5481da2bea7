import { useQuery } from "@tanstack/react-query";
import { Cog, Database, Network, Plus } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { signInModules } from "../../api/signIn";
import type { SignInModuleView } from "../../bridge/bindings";
import { Button } from "../../kit/Button";
import { ErrorNote } from "../../kit/ErrorNote";
import { Panel } from "../../kit/Panel";
import { Pill } from "../../kit/Pill";
import { Waiting } from "../../kit/Waiting";
import { SignInDialog } from "./SignInDialog";
import styles from "./Sources.module.css";

/** The modules of the customers' sign-in, in the order in which they are tried. */
export function SignIn() {
  const { t } = useTranslation();
  const { data, error, refetch } = useQuery(signInModules());
  const [changing, setChanging] = useState<SignInModuleView | null>(null);
  const modules = data?.filter(({ kind }) => kind !== "none") ?? [];
  const free = data?.find(({ kind }) => kind === "none");
  return (
    <Panel
      title={t("backEnds.signIn.title")}
      actions={
        free ? (
          <Button icon={<Plus aria-hidden="true" />} onPress={() => setChanging(free)}>
            {t("backEnds.signIn.add")}
          </Button>
        ) : null
      }
    >
      <p className={styles.place}>{t("backEnds.signIn.text")}</p>
      {error ? <ErrorNote error={error} onRetry={() => void refetch()} /> : null}
      {!error && !data ? <Waiting /> : null}
      {data && modules.length === 0 ? <p>{t("backEnds.signIn.none")}</p> : null}
      {modules.length > 0 ? (
        <ol>
          {modules.map((module) => (
            <Module key={module.number} module={module} onChange={() => setChanging(module)} />
          ))}
        </ol>
      ) : null}
      {changing ? <SignInDialog module={changing} onClose={() => setChanging(null)} /> : null}
    </Panel>
  );
}

const icons = { none: <Cog />, database: <Database />, directory: <Network />, other: <Cog /> };

type ModuleProps = { module: SignInModuleView; onChange: () => void };

function Module({ module, onChange }: ModuleProps) {
  const { t } = useTranslation();
  const { number, kind, program, findings } = module;
  const id = `Customer::AuthModule${number || ""}`;
  return (
    <li className={styles.source}>
      <span aria-hidden="true" className={styles.icon}>
        {icons[kind]}
      </span>
      <div className={styles.words}>
        <p className={styles.name}>
          {t(`backEnds.signIn.kind.${kind}`)} <code className={styles.id}>{id}</code>
        </p>
        <p className={styles.place}>{kind === "other" ? program : placeOf(module)}</p>
      </div>
      <div className={styles.states}>
        {findings.length > 0 ? (
          <span title={t("backEnds.signIn.brokenText")}>
            <Pill tone="warn" dot="half">
              {t("backEnds.signIn.broken")}
            </Pill>
          </span>
        ) : null}
      </div>
      {kind === "other" ? null : (
        <div className={styles.buttons}>
          <Button aria-label={t("backEnds.signIn.changeNamed", { id })} onPress={onChange}>
            {t("backEnds.change")}
          </Button>
        </div>
      )}
    </li>
  );
}

/** What a module asks: a table, or the hosts of a directory. */
function placeOf({ kind, directory, database }: SignInModuleView): string {
  const value = (keys: SignInModuleView["directory"], name: string) =>
    keys.find(({ key }) => key === name)?.value ?? "";
  return kind === "directory" ? value(directory, "Host") : value(database, "Table");
}
