import { createRequire } from 'node:module';

/*
 * The two files of the language service, which leave what they make in `globalThis`. In the snapshot that the build makes stand their texts
 * (src/build/snapshot.ts), because Node's loader of modules cannot be part of one.
 */
const require = createRequire(import.meta.url);

/** The runtime. */
export function runBridge(): void {
  require('@kusto/language-service-next/bridge.min.js');
}

/** The service, which needs the runtime: 5 MB of JavaScript. */
export function runService(): void {
  require('@kusto/language-service-next/Kusto.Language.Bridge.min.js');
}
