import { useEffect, useState } from "react";

/** A value as soon as it has stayed for so many milliseconds; the first one at once. */
export function useSettled<Value extends string | object>(value: Value, delay: number): Value {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    if (settled === value) return;
    const timer = setTimeout(() => setSettled(value), delay);
    return () => clearTimeout(timer);
  }, [value, settled, delay]);
  return settled;
}
