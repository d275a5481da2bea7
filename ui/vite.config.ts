import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { reactCompiler } from "./reactCompiler";

/** What the app's own policy allows: a plain browser on `vite preview` then shows every violation. */
const contentSecurityPolicy =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; connect-src ipc: http://ipc.localhost";

export default defineConfig({
  plugins: [reactCompiler(), react()],
  clearScreen: false,
  server: { port: 1420, strictPort: true, host: "127.0.0.1" },
  preview: {
    port: 4173,
    host: "127.0.0.1",
    headers: { "Content-Security-Policy": contentSecurityPolicy },
  },
  build: {
    target: "es2023",
    // The policy has no data: source, so nothing may be inlined.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 1200,
  },
  test: {
    environment: "happy-dom",
    testTimeout: 30_000,
    setupFiles: ["src/testing/setup.ts"],
    include: ["src/**/*.test.{ts,tsx}"],
    css: { modules: { classNameStrategy: "non-scoped" } },
  },
});
