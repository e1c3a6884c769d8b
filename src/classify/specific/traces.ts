import type { Ecosystem, PackageFinding } from './packages.ts';

/** What installing a package leaves behind, as pieces of text that stand in it. */
export interface Traces {
  /** In command lines of the ecosystem's tools. */
  readonly commands: readonly string[];
  /** In file paths, with the separators of both systems. */
  readonly paths: readonly string[];
  /** In addresses that are fetched. */
  readonly urls: readonly string[];
}

/** Programs that install and run packages, by ecosystem. */
export const TOOLS: Readonly<Record<Ecosystem, readonly string[]>> = {
  npm: ['npm', 'npm.exe', 'npx', 'node', 'node.exe', 'yarn', 'pnpm', 'pnpm.exe', 'bun', 'bun.exe'],
  pypi: [
    'pip',
    'pip.exe',
    'pip3',
    'pip3.exe',
    'python',
    'python.exe',
    'python3',
    'python3.exe',
    'uv',
    'uv.exe',
    'poetry',
    'poetry.exe',
  ],
  gem: ['gem', 'ruby', 'ruby.exe', 'bundle'],
  nuget: ['dotnet', 'dotnet.exe', 'nuget', 'nuget.exe', 'msbuild.exe', 'powershell.exe', 'pwsh', 'pwsh.exe'],
  go: ['go', 'go.exe'],
  cargo: ['cargo', 'cargo.exe', 'rustc', 'rustc.exe'],
};

/**
 * Where each package manager puts a package, and how its own command names it. A version that is named narrows all of it; npm alone
 * writes no version into its folders, so there only the command and the tarball's address tell.
 */
export function tracesOf({ ecosystem, name, version }: PackageFinding): Traces {
  const base = name.slice(name.lastIndexOf('/') + 1);
  const wheel = name.replace(/[-.]+/g, '_');
  switch (ecosystem) {
    case 'npm':
      return version === null
        ? { commands: [` ${name}`], paths: both(`/node_modules/${name}/`), urls: [`/${name}/-/`] }
        : { commands: [`${name}@${version}`], paths: [], urls: [`/${name}/-/${base}-${version}.tgz`] };
    case 'pypi':
      return version === null
        ? { commands: [` ${name}`], paths: both(`/site-packages/${wheel}`), urls: [] }
        : {
            commands: [`${name}==${version}`],
            paths: [
              ...both(`/site-packages/${wheel}-${version}.dist-info`),
              ...unique([`${wheel}-${version}.`, `${name}-${version}.`]),
            ],
            urls: unique([`/${wheel}-${version}`, `/${name}-${version}`]),
          };
    case 'gem':
      return {
        commands: [` ${name}`],
        paths: both(`/gems/${name}-${version ?? ''}`),
        urls: [`/gems/${name}-${version ?? ''}`],
      };
    case 'nuget':
      return {
        commands: version === null ? [` ${name}`] : [`${name} --version ${version}`, `${name} -Version ${version}`],
        paths: both(`/.nuget/packages/${name.toLowerCase()}/${version === null ? '' : `${version}/`}`),
        urls: [`/${name.toLowerCase()}/${version ?? ''}`],
      };
    case 'go':
      return {
        commands: [version === null ? ` ${name}` : `${name}@v${version}`],
        paths: both(`/pkg/mod/${name}@${version === null ? '' : `v${version}`}`),
        urls: [`/${name}/@v/${version === null ? '' : `v${version}`}`],
      };
    case 'cargo':
      return {
        commands: [version === null ? ` ${name}` : `${name}@${version}`],
        paths: version === null ? [] : [`${name}-${version}.crate`, ...both(`/${name}-${version}/`)],
        urls: [`/crates/${name}/${version ?? ''}`],
      };
  }
}

function both(path: string): string[] {
  return [path, path.replaceAll('/', '\\')];
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
