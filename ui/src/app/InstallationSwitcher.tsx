import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { ChevronDown, Lock, Plug, Settings2 } from "lucide-react";
import { useTranslation } from "react-i18next";
import { installations } from "../api/installations";
import { installationName, installationPlace, installationSign } from "../i18n/installationWords";
import { InstallationCube } from "../kit/InstallationCube";
import { Menu, MenuActions, MenuItem, MenuPick, MenuTriggerButton } from "../kit/Menu";
import styles from "./Sidebar.module.css";
import { useAppView } from "./useAppView";

/** The installation that the window shows, and the way to another one. */
export function InstallationSwitcher() {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const app = useAppView();
  const all = useQuery(installations()).data ?? [app.installation];
  // Of several hosts another one may answer by now than at the start.
  const installation = all.find(({ id }) => id === app.installation.id) ?? app.installation;
  const name = installationName(t, installation);
  const label = installation.readOnly
    ? t("installations.switcher.labelReadOnly", { name })
    : t("installations.switcher.label", { name });
  const open = (id: string) => {
    if (id !== installation.id) void navigate({ to: "/installations/$id/open", params: { id } });
  };
  return (
    <Menu
      label={t("installations.title")}
      placement="bottom start"
      trigger={
        <MenuTriggerButton label={label} className={styles.installation ?? ""}>
          <span className={styles.sign}>
            <InstallationCube sign={installationSign(t, installation)} hue={installation.hue} />
            {installation.readOnly ? (
              <span className={styles.lock}>
                <Lock aria-hidden="true" />
              </span>
            ) : null}
          </span>
          <span className={styles.words} title={`${name}\n${installationPlace(t, installation)}`}>
            <span className={styles.name}>{name}</span>
            {installation.readOnly ? (
              <span className={styles.readOnly}>
                <Lock aria-hidden="true" />
                {t("installations.readOnly")}
              </span>
            ) : (
              <span className={styles.where}>{installationPlace(t, installation)}</span>
            )}
          </span>
          <ChevronDown aria-hidden="true" className={styles.chevron} />
        </MenuTriggerButton>
      }
    >
      <MenuPick
        label={t("installations.title")}
        value={installation.id}
        onPick={open}
        choices={all.map((view) => ({
          value: view.id,
          label: installationName(t, view),
          detail: view.readOnly
            ? `${installationPlace(t, view)} · ${t("installations.readOnly")}`
            : installationPlace(t, view),
          icon: <InstallationCube size="small" sign={installationSign(t, view)} hue={view.hue} />,
        }))}
      />
      <MenuActions label={t("common.moreActions")}>
        <MenuItem
          id="connect"
          icon={<Plug aria-hidden="true" />}
          onAction={() => void navigate({ to: "/installations/new" })}
        >
          {t("installations.switcher.connect")}
        </MenuItem>
        <MenuItem
          id="manage"
          icon={<Settings2 aria-hidden="true" />}
          onAction={() => void navigate({ to: "/installations" })}
        >
          {t("installations.switcher.manage")}
        </MenuItem>
      </MenuActions>
    </Menu>
  );
}
