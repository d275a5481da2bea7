import { MirrorPage } from "../features/mirror/View";
import { useAppView } from "./useAppView";

/** The mirror of the installation. */
export function MirrorRoom() {
  const { installation } = useAppView();
  return <MirrorPage installation={installation} />;
}
