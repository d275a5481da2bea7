import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Building2, Plug, Users } from "lucide-react";
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
  const { installation } = useAppView();
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
      </nav>
      <SettingsMenu {...props} />
    </header>
  );
}

type RoomProps = {
  to: "/customer-users" | "/customers" | "/back-ends";
  icon: ReactNode;
  label: string;
  count: number | undefined;
};

function Room({ to, icon, label, count }: RoomProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const title =
    count === undefined ? label : t("shell.room", { room: label, number: format.number(count) });
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
