import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Building2, DatabaseBackup, Plug, Users } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";
import { overview } from "../api/app";
import { sources } from "../api/sources";
import { useFormat } from "../i18n/format";
import { InstallationSwitcher } from "./InstallationSwitcher";
import { SettingsMenu } from "./SettingsMenu";
import styles from "./Sidebar.module.css";
import { useAppView } from "./useAppView";

type Props = { onHelp: () => void; onPalette: () => void };

/** The installation, the rooms there are, and the settings. */
export function Sidebar(props: Props) {
  const { t } = useTranslation();
  const { installation, sources: asked } = useAppView();
  const isOpen = installation.secret !== "missing";
  const { data: numbers } = useQuery({ ...overview(), enabled: isOpen });
  const { data: sourceList } = useQuery(sources());
  return (
    <header className={styles.side}>
      <InstallationSwitcher />
      <nav aria-label={t("shell.rooms")} className={styles.rooms}>
        <Room
          to="/customer-users"
          icon={<Users aria-hidden="true" />}
          label={t("customerUsers.title")}
          count={numbers?.customerUsers}
          sources={asked.length}
        />
        <Room
          to="/customers"
          icon={<Building2 aria-hidden="true" />}
          label={t("customers.title")}
          count={numbers?.customers}
        />
        <h2 className={styles.heading}>{t("shell.administration")}</h2>
        <Room
          to="/back-ends"
          icon={<Plug aria-hidden="true" />}
          label={t("backEnds.title")}
          count={sourceList?.length}
        />
        <Room
          to="/mirror"
          icon={<DatabaseBackup aria-hidden="true" />}
          label={t("mirror.title")}
          count={undefined}
        />
      </nav>
      <SettingsMenu {...props} />
    </header>
  );
}

type RoomProps = {
  to: "/customer-users" | "/customers" | "/back-ends" | "/mirror";
  icon: ReactNode;
  label: string;
  count: number | undefined;
  /** How many sources the number is the sum of. */
  sources?: number;
};

function Room({ to, icon, label, count, sources: summed = 1 }: RoomProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const number = format.number(count ?? 0);
  const full =
    summed > 1
      ? t("shell.roomInSources", { room: label, number, sources: format.number(summed) })
      : t("shell.room", { room: label, number });
  const title = count === undefined ? label : full;
  return (
    <Link
      to={to}
      search={{}}
      activeOptions={{ includeSearch: false }}
      className={styles.room ?? ""}
      title={title}
    >
      {icon}
      <span className={styles.words}>{label}</span>
      {count === undefined ? null : <span className={styles.count}>{format.compact(count)}</span>}
    </Link>
  );
}
