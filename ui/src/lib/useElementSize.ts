import { type RefObject, useLayoutEffect, useState } from "react";

/** The inner size of an element in pixels, kept current. */
export function useElementSize(element: RefObject<HTMLElement | null>): {
  width: number;
  height: number;
} {
  const [size, setSize] = useState({ width: 0, height: 0 });
  useLayoutEffect(() => {
    const measured = element.current;
    if (!measured) return;
    const read = () => setSize({ width: measured.clientWidth, height: measured.clientHeight });
    read();
    const observer = new ResizeObserver(read);
    observer.observe(measured);
    return () => observer.disconnect();
  }, [element]);
  return size;
}
