import { useEffect, useRef } from "react";

type Props = {
  /** In pixels. */
  width: number;
  height: number;
  /** Four bytes a pixel, row by row, in base64. */
  rgba: string;
  className: string;
};

/** A picture that came as its pixels: nothing is loaded, and no file is unpacked in the window. */
export function Picture({ width, height, rgba, className }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    const bytes = Uint8ClampedArray.from(atob(rgba), (letter) => letter.charCodeAt(0));
    if (!context || bytes.length !== width * height * 4) return;
    context.putImageData(new ImageData(bytes, width, height), 0, 0);
  }, [width, height, rgba]);
  return <canvas ref={canvas} width={width} height={height} className={className} />;
}
