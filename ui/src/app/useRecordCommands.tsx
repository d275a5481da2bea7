import { useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { KeyRound, LockKeyhole } from "lucide-react";
import { useTranslation } from "react-i18next";
import { customerUserFind } from "../api/customerUsers";
import { canSetPassword } from "../features/customer-users/passwords";
import type { PaletteItem } from "../kit/Palette";
import { type RecordAct, readListSearchParams } from "../lib/listPlace";
import { useAppView } from "./useAppView";

/** What can be done with the customer user that is open beside the list. */
export function useRecordCommands(): PaletteItem[] {
  const { t } = useTranslation();
  const app = useAppView();
  const navigate = useNavigate();
  const { pathname, search } = useLocation();
  const { open } = readListSearchParams(search);
  const isOpen = pathname === "/customer-users" && open !== undefined;
  const record = useQuery({ ...customerUserFind(open ?? ""), enabled: isOpen }).data;
  if (!isOpen || !record) return [];
  const name = record.displayName || record.login;
  const run = (act: RecordAct) =>
    void navigate({ to: "/customer-users", search: (now) => ({ ...now, act }), replace: true });
  const testLogin = {
    id: "test-login",
    icon: <KeyRound />,
    label: t("loginTest.actionOf", { name }),
    hint: "",
    onRun: () => run("testLogin"),
  };
  if (!canSetPassword(app, record)) return [testLogin];
  return [
    testLogin,
    {
      id: "set-password",
      icon: <LockKeyhole />,
      label: t("setPassword.actionOf", { name }),
      hint: "",
      onRun: () => run("setPassword"),
    },
  ];
}
