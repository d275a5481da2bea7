import { useNavigate } from "@tanstack/react-router";
import { Settings as Gear } from "lucide-react";
import { useTranslation } from "react-i18next";
import { useSettings } from "../api/useSettings";
import { commandKey } from "../i18n/commandKey";
import { Menu, MenuChoice, MenuItem, MenuNote, MenuTriggerButton } from "../kit/Menu";
import styles from "./Sidebar.module.css";
import { useAppView } from "./useAppView";

type Props = { onHelp: () => void; onPalette: () => void };

/** How the window looks and speaks; at the foot of the sidebar. */
export function SettingsMenu({ onHelp, onPalette }: Props) {
  const { t } = useTranslation();
  const { settings, change } = useSettings();
  const app = useAppView();
  const navigate = useNavigate();
  const version = { version: app.version };
  return (
    <Menu
      label={t("settings.title")}
      placement="top start"
      trigger={
        <MenuTriggerButton label={t("settings.title")} className={styles.settings ?? ""}>
          <Gear aria-hidden="true" />
          <span className={styles.words}>{t("settings.title")}</span>
        </MenuTriggerButton>
      }
    >
      <MenuChoice
        name="theme"
        label={t("settings.theme.label")}
        value={settings.theme}
        onChange={(theme) => change({ theme })}
        choices={[
          { value: "system", label: t("settings.theme.system") },
          { value: "light", label: t("settings.theme.light") },
          { value: "dark", label: t("settings.theme.dark") },
        ]}
      />
      <MenuChoice
        name="language"
        label={t("settings.language.label")}
        value={settings.language}
        onChange={(language) => change({ language })}
        choices={[
          { value: "system", label: t("settings.language.system") },
          { value: "en", label: t("settings.language.en") },
          { value: "de", label: t("settings.language.de") },
        ]}
      />
      <MenuChoice
        name="density"
        label={t("settings.density.label")}
        value={settings.density}
        onChange={(density) => change({ density })}
        choices={[
          { value: "compact", label: t("settings.density.compact") },
          { value: "normal", label: t("settings.density.normal") },
          { value: "roomy", label: t("settings.density.roomy") },
        ]}
      />
      <MenuNote
        text={
          app.development
            ? t("settings.versionDevelopment", version)
            : t("settings.version", version)
        }
      >
        <MenuItem id="palette" shortcut={`${commandKey(t)} K`} onAction={onPalette}>
          {t("palette.open")}
        </MenuItem>
        <MenuItem id="security" onAction={() => void navigate({ to: "/security" })}>
          {t("security.open")}
        </MenuItem>
        <MenuItem id="help" shortcut="?" onAction={onHelp}>
          {t("help.title")}
        </MenuItem>
      </MenuNote>
    </Menu>
  );
}
