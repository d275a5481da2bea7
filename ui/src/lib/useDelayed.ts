import { useEffect, useState } from "react";

/** Whether something has been so for that many milliseconds; with a text, whether it has been that one. */
export function useDelayed(isSo: boolean | string, delay: number): boolean {
  const [long, setLong] = useState<boolean | string>(false);
  useEffect(() => {
    if (isSo === false) return;
    let isTold = false;
    const timer = setTimeout(() => {
      isTold = true;
      setLong(isSo);
    }, delay);
    return () => {
      clearTimeout(timer);
      // Taking back what was never told would have a list drawn once more with each letter
      if (isTold) setLong(false);
    };
  }, [isSo, delay]);
  return isSo !== false && long === isSo;
}
