import { useEffect, useState } from "react";

/** Whether something has been so for that many milliseconds. */
export function useDelayed(isSo: boolean, delay: number): boolean {
  const [isLong, setIsLong] = useState(false);
  useEffect(() => {
    if (!isSo) return;
    const timer = setTimeout(() => setIsLong(true), delay);
    return () => {
      clearTimeout(timer);
      setIsLong(false);
    };
  }, [isSo, delay]);
  return isSo && isLong;
}
