import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { retrySources } from "../api/health";
import { LoginWaysContext } from "../kit/LoginWays";
import { useAppView } from "./useAppView";

/** Whatever is within shows the ways to password and connection beside a login that was refused. */
export function WithLoginWays({ children }: { children: ReactNode }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { id } = useAppView().installation;
  const ways = {
    onPassword: () => void navigate({ to: "/installations/$id/password", params: { id } }),
    onConnection: () => void navigate({ to: "/installations/$id", params: { id } }),
    onSource: (source: string) => void navigate({ to: "/back-ends/form", search: { id: source } }),
    onAct: () => retrySources(client),
  };
  return <LoginWaysContext value={ways}>{children}</LoginWaysContext>;
}
