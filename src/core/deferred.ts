import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

/**
 * A package that loads when it is first used, from code that cannot wait for `import()`: for large ones that most runs need nothing of.
 * An ES module is read as `require` reads one (Node 20.19 and later). A bundle that has the package in it gives a function in place of the name.
 */
export function deferred<T>(name: string | (() => T)): () => T {
  let loaded: T | undefined;
  return () => {
    loaded ??= typeof name === 'string' ? (require(name) as T) : name();
    return loaded;
  };
}
