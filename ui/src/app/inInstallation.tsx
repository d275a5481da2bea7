import { type RouteComponent, useNavigate } from "@tanstack/react-router";
import { Unlock } from "../features/installations/Unlock";
import { useAppView } from "./useAppView";
import { WithLoginWays } from "./WithLoginWays";

/**
 * A room of an installation: drawn anew for another one, and closed as long as the password of the
 * installation is missing.
 */
export function inInstallation(Room: RouteComponent): RouteComponent {
  function InstallationRoom() {
    const { installation } = useAppView();
    const navigate = useNavigate();
    const { id } = installation;
    if (installation.secret === "missing") {
      const change = () => void navigate({ to: "/installations/$id", params: { id } });
      return <Unlock key={id} installation={installation} onChange={change} />;
    }
    return (
      <WithLoginWays>
        <Room key={id} />
      </WithLoginWays>
    );
  }
  // The room that is left stays until the one that is entered was read.
  return Object.assign(InstallationRoom, { preload: async () => Room.preload?.() });
}
