import { useEffect, useState } from "react";

/** Whether what draws this has been there for so many milliseconds. */
export function useIsLate(patience: number): boolean {
  const [isLate, setIsLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setIsLate(true), patience);
    return () => clearTimeout(timer);
  }, [patience]);
  return isLate;
}
