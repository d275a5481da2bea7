import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Building2, Keyboard, Moon, Plus, Sun, SunMoon, Users } from "lucide-react";
import { useState } from "react";
import { useTranslation } from "react-i18next";
import { customerUserSearch } from "../api/customerUsers";
import { searchOpened } from "../api/search";
import { useSettings } from "../api/useSettings";
import type { SearchRequest } from "../bridge/bindings";
import { commandKey } from "../i18n/commandKey";
import { Avatar } from "../kit/Avatar";
import { Palette, type PaletteItem } from "../kit/Palette";
import { initialsOf } from "../lib/initials";

type Props = { onClose: () => void; onHelp: () => void };

/** How many people the palette proposes; the list has them all. */
const proposed = 8;

/** One field that finds people and commands alike. */
export function CommandPalette({ onClose, onHelp }: Props) {
  const { t } = useTranslation();
  const [term, setTerm] = useState("");
  const people = usePeople(term.trim());
  const commands = useCommands(onHelp).filter((command) =>
    command.label.toLocaleLowerCase().includes(term.trim().toLocaleLowerCase()),
  );
  return (
    <Palette
      label={t("palette.open")}
      placeholder={t("palette.placeholder")}
      nothing={t("palette.nothing")}
      term={term}
      onTerm={setTerm}
      onClose={onClose}
      groups={[
        { label: t("palette.people"), items: people },
        { label: t("palette.commands"), items: commands },
      ]}
    />
  );
}

function usePeople(term: string): PaletteItem[] {
  const navigate = useNavigate();
  const request: SearchRequest = {
    term,
    includeInvalid: false,
    order: { kind: "best" },
    place: "palette",
  };
  const found = useQuery({ ...searchOpened(customerUserSearch, request), enabled: term !== "" });
  if (term === "") return [];
  return (found.data?.rows ?? []).slice(0, proposed).map((row) => {
    const { UserFirstname: first = "", UserLastname: last = "" } = row.values;
    return {
      id: `person ${row.login}`,
      icon: <Avatar initials={initialsOf(first, last)} seed={row.login} />,
      label: `${first} ${last}`.trim() || row.login,
      hint: row.customerName ?? row.values.UserCustomerID ?? "",
      onRun: () => void navigate({ to: "/customer-users", search: { q: term, open: row.login } }),
    };
  });
}

function useCommands(onHelp: () => void): PaletteItem[] {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const { change } = useSettings();
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
      id: "add-customer-user",
      icon: <Plus />,
      label: t("customerUsers.add"),
      hint: "",
      onRun: () => void navigate({ to: "/customer-users/form", search: {} }),
    },
    {
      id: "add-customer",
      icon: <Plus />,
      label: t("customers.add"),
      hint: "",
      onRun: () => void navigate({ to: "/customers/form", search: {} }),
    },
    {
      id: "light",
      icon: <Sun />,
      label: t("palette.light"),
      hint: "",
      onRun: () => change({ theme: "light" }),
    },
    {
      id: "dark",
      icon: <Moon />,
      label: t("palette.dark"),
      hint: "",
      onRun: () => change({ theme: "dark" }),
    },
    {
      id: "system",
      icon: <SunMoon />,
      label: t("palette.system"),
      hint: "",
      onRun: () => change({ theme: "system" }),
    },
    { id: "help", icon: <Keyboard />, label: t("help.title"), hint: "?", onRun: onHelp },
  ];
}
