import { Outlet, useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { RecoveryNotice } from "../features/security/RecoveryNotice";
import { StatusSlotContext } from "../kit/StatusSlot";
import { useShortcuts } from "../lib/useShortcuts";
import { CommandPalette } from "./CommandPalette";
import { HelpSheet } from "./HelpSheet";
import styles from "./Shell.module.css";
import { Sidebar } from "./Sidebar";
import { StaleCaches } from "./StaleCaches";
import { StatusBar } from "./StatusBar";
import { useAppView } from "./useAppView";
import { useLocking } from "./useLocking";

/** The frame of every view: sidebar, the view itself, status bar, and what opens over it. */
export function Shell() {
  const [sheet, setSheet] = useState<"help" | "palette" | null>(null);
  const [statusSlot, setStatusSlot] = useState<HTMLElement | null>(null);
  const navigate = useNavigate();
  const app = useAppView();
  const close = () => setSheet(null);
  const onLock = useLocking();

  useShortcuts({
    "?": () => setSheet("help"),
    "mod+k": () => setSheet("palette"),
    "mod+1": () => void navigate({ to: "/customer-users", search: {} }),
    "mod+2": () => void navigate({ to: "/customers", search: {} }),
    "mod+3": () => void navigate({ to: "/back-ends" }),
  });

  return (
    <StatusSlotContext value={statusSlot}>
      <div className={styles.shell}>
        <Sidebar onHelp={() => setSheet("help")} onPalette={() => setSheet("palette")} />
        <main className={styles.main}>
          <RecoveryNotice app={app} />
          <div className={styles.view}>
            <StaleCaches>
              <Outlet />
            </StaleCaches>
          </div>
        </main>
        <StatusBar slot={setStatusSlot} />
      </div>
      {sheet === "help" ? <HelpSheet onClose={close} /> : null}
      {sheet === "palette" ? (
        <CommandPalette onClose={close} onHelp={() => setSheet("help")} onLock={onLock} />
      ) : null}
    </StatusSlotContext>
  );
}
