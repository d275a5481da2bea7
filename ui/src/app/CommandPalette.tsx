import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import {
  Building2,
  DatabaseZap,
  Keyboard,
  LockKeyhole,
  Moon,
  Plug,
  Plus,
  Settings2,
  ShieldCheck,
  Sun,
  SunMoon,
  Users,
} from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { customerUserSearch } from "../api/customerUsers";
import { installations } from "../api/installations";
import type { Wanted } from "../api/search";
import { useOpened } from "../api/useOpened";
import { useSettings } from "../api/useSettings";
import { toCommandError } from "../bridge/errors";
import { commandKey, lockKeys } from "../i18n/commandKey";
import { errorWords } from "../i18n/errorWords";
import { installationName, installationPlace, installationSign } from "../i18n/installationWords";
import { Avatar } from "../kit/Avatar";
import { InstallationCube } from "../kit/InstallationCube";
import { Palette, type PaletteItem } from "../kit/Palette";
import { initialsOf } from "../lib/initials";
import { useAppView } from "./useAppView";
import { useRecordCommands } from "./useRecordCommands";

type Props = { onClose: () => void; onHelp: () => void; onLock: () => void };

/** How many people the palette proposes; the list has them all. */
const proposed = 8;

/** One field that finds people and commands alike. */
export function CommandPalette({ onClose, onHelp, onLock }: Props) {
  const { t } = useTranslation();
  const [term, setTerm] = useState("");
  const people = usePeople(term.trim());
  const commands = useCommands(onHelp, onLock).filter((command) =>
    command.label.toLocaleLowerCase().includes(term.trim().toLocaleLowerCase()),
  );
  return (
    <Palette
      label={t("palette.open")}
      placeholder={t("palette.placeholder")}
      nothing={people.isWaiting ? t("palette.searching") : t("palette.nothing")}
      note={people.note}
      term={term}
      onTerm={setTerm}
      // A command that fits does not wait for a server.
      isWaiting={people.isWaiting && (people.items.length > 0 || commands.length === 0)}
      onClose={onClose}
      groups={[
        { label: t("palette.people"), items: people.items },
        { label: t("palette.commands"), items: commands },
      ]}
    />
  );
}

/** People that fit, and why there may be more of them. */
type People = { items: PaletteItem[]; isWaiting: boolean; note: string | null };

function usePeople(term: string): People {
  const { t, i18n } = useTranslation();
  const navigate = useNavigate();
  const { installation } = useAppView();
  const isLocked = installation.secret === "missing";
  const request: Wanted = {
    term,
    includeInvalid: false,
    order: { kind: "best" },
    place: "palette",
    sources: null,
    asOtobo: false,
    everywhere: false,
  };
  const found = useOpened(customerUserSearch, request, term !== "" && !isLocked);
  if (term === "") return { items: [], isWaiting: false, note: null };
  if (isLocked) {
    const name = installationName(t, installation);
    return { items: [], isWaiting: false, note: t("palette.locked", { name }) };
  }
  if (found.error) {
    const { what } = errorWords(t, toCommandError(found.error));
    return { items: [], isWaiting: false, note: t("palette.failed", { what }) };
  }
  const missing = (found.data?.missing ?? []).map((source) => source.name || source.id);
  const waiting = found.data?.waiting ?? [];
  const list = new Intl.ListFormat(i18n.language, { type: "conjunction" });
  const waitingNote =
    waiting.length === 0 ? null : t("list.waitingFor", { sources: list.format(waiting) });
  const note =
    missing.length === 0
      ? waitingNote
      : t("palette.missing", { count: missing.length, sources: list.format(missing) });
  const items = (found.data?.rows ?? []).slice(0, proposed).map((row) => {
    const { UserFirstname: first = "", UserLastname: last = "" } = row.values;
    return {
      id: `person ${row.login}`,
      icon: <Avatar initials={initialsOf(first, last)} seed={row.login} />,
      label: `${first} ${last}`.trim() || row.login,
      hint: row.customerName ?? row.values.UserCustomerID ?? "",
      onRun: () => void navigate({ to: "/customer-users", search: { q: term, open: row.login } }),
    };
  });
  const isEmptySoFar = items.length === 0 && waiting.length > 0;
  return { items, isWaiting: found.isPending || found.isPlaceholderData || isEmptySoFar, note };
}

function useCommands(onHelp: () => void, onLock: () => void): PaletteItem[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { change } = useSettings();
  const plain = { hint: "" };
  return [
    {
      id: "customer-users",
      icon: <Users />,
      label: t("palette.goToCustomerUsers"),
      hint: `${commandKey(t)} 1`,
      onRun: () => void navigate({ to: "/customer-users", search: {} }),
    },
    {
      id: "customers",
      icon: <Building2 />,
      label: t("palette.goToCustomers"),
      hint: `${commandKey(t)} 2`,
      onRun: () => void navigate({ to: "/customers", search: {} }),
    },
    {
      id: "back-ends",
      icon: <Plug />,
      label: t("palette.goToBackEnds"),
      hint: `${commandKey(t)} 3`,
      onRun: () => void navigate({ to: "/back-ends" }),
    },
    {
      ...plain,
      id: "add-customer-user",
      icon: <Plus />,
      label: t("customerUsers.add"),
      onRun: () => void navigate({ to: "/customer-users/form", search: {} }),
    },
    {
      ...plain,
      id: "add-customer",
      icon: <Plus />,
      label: t("customers.add"),
      onRun: () => void navigate({ to: "/customers/form", search: {} }),
    },
    ...useRecordCommands(),
    ...useInstallationCommands(),
    {
      ...plain,
      id: "light",
      icon: <Sun />,
      label: t("palette.light"),
      onRun: () => change({ theme: "light" }),
    },
    {
      ...plain,
      id: "dark",
      icon: <Moon />,
      label: t("palette.dark"),
      onRun: () => change({ theme: "dark" }),
    },
    {
      ...plain,
      id: "system",
      icon: <SunMoon />,
      label: t("palette.system"),
      onRun: () => change({ theme: "system" }),
    },
    {
      ...plain,
      id: "security",
      icon: <ShieldCheck />,
      label: t("security.command.security"),
      onRun: () => void navigate({ to: "/security" }),
    },
    {
      id: "lock",
      icon: <LockKeyhole />,
      label: t("security.command.lock"),
      hint: lockKeys(t),
      onRun: onLock,
    },
    { id: "help", icon: <Keyboard />, label: t("help.title"), hint: "?", onRun: onHelp },
  ];
}

/** The way to each other installation, and to one more. */
function useInstallationCommands(): PaletteItem[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { installation } = useAppView();
  const others = (useQuery(installations()).data ?? []).filter(({ id }) => id !== installation.id);
  return [
    ...others.map((view) => ({
      id: `switch ${view.id}`,
      icon: <InstallationCube size="small" sign={installationSign(t, view)} hue={view.hue} />,
      label: t("palette.switchTo", { name: installationName(t, view) }),
      hint: installationPlace(t, view),
      onRun: () => void navigate({ to: "/installations/$id/open", params: { id: view.id } }),
    })),
    {
      id: "connect",
      icon: <DatabaseZap />,
      label: t("palette.connect"),
      hint: "",
      onRun: () => void navigate({ to: "/installations/new" }),
    },
    {
      id: "manage",
      icon: <Settings2 />,
      label: t("palette.manage"),
      hint: "",
      onRun: () => void navigate({ to: "/installations" }),
    },
  ];
}
