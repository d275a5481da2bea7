import { type RefObject, useEffect, useState } from "react";

/** On which sides something that scrolls sideways hides a part of itself. */
export function useHiddenSides(of: RefObject<HTMLElement | null>): {
  start: boolean;
  end: boolean;
} {
  const [sides, setSides] = useState({ start: false, end: false });

  useEffect(() => {
    const element = of.current;
    if (!element) return;
    const look = () => {
      const { scrollLeft, clientWidth, scrollWidth } = element;
      const start = scrollLeft > 1;
      const end = scrollLeft + clientWidth < scrollWidth - 1;
      setSides((now) => (now.start === start && now.end === end ? now : { start, end }));
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener("scroll", look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener("scroll", look);
    };
  }, [of]);

  return sides;
}
