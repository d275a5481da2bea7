import { transformAsync } from "@babel/core";
import type { Plugin } from "vite";

/**
 * Has components keep what they made for as long as it was made of the same, so that a key press draws only what
 * changes. Components are in `.tsx` files, hooks in files that begin with `use`.
 */
export function reactCompiler(): Plugin {
  return {
    name: "react-compiler",
    enforce: "pre",
    transform: {
      filter: {
        id: { include: /\/src\/.*(?:\.tsx|\/use[A-Z]\w*\.ts)$/, exclude: /\.test\.tsx?$/ },
      },
      handler: async (code, filename) => {
        const compiled = await transformAsync(code, {
          filename,
          babelrc: false,
          configFile: false,
          sourceMaps: true,
          parserOpts: { plugins: ["typescript", "jsx"] },
          plugins: ["babel-plugin-react-compiler"],
        });
        return compiled?.code ? { code: compiled.code, map: compiled.map ?? null } : null;
      },
    },
  };
}
