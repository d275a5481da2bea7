import { SecurityView } from "../features/security/View";
import { useLockNow } from "./useLockNow";

/** How the files on this computer are protected. */
export function SecurityRoom() {
  return <SecurityView onLock={useLockNow().onLock} />;
}
