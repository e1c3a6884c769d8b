import { parseXml } from './xml.ts';

/** What the tests look at of a Dashboard Studio definition. */
export interface Studio {
  readonly title: string;
  readonly inputs: Readonly<Record<string, StudioInput>>;
  readonly visualizations: Readonly<Record<string, StudioVisualization>>;
  readonly dataSources: Readonly<Record<string, StudioSource>>;
  readonly defaults: { readonly tokens?: { readonly default: Readonly<Record<string, { readonly value: string }>> } };
  readonly layout: {
    readonly type: string;
    readonly globalInputs: readonly string[];
    readonly options: { readonly width: number; readonly height: number };
    readonly structure: readonly StudioBlock[];
  };
}

export interface StudioInput {
  readonly type: string;
  readonly title: string;
  readonly dataSources?: { readonly primary: string };
  readonly options: {
    readonly token: string;
    readonly defaultValue?: string;
    readonly items?: string | readonly { label: string; value: string }[];
  };
  readonly context?: Readonly<Record<string, unknown>>;
}

export interface StudioVisualization {
  readonly type: string;
  readonly title: string;
  readonly dataSources?: { readonly primary: string };
  readonly options?: Readonly<Record<string, unknown>>;
  readonly context?: Readonly<Record<string, unknown>>;
  readonly eventHandlers?: readonly StudioHandler[];
}

export interface StudioHandler {
  readonly type: string;
  readonly options: {
    readonly url?: string;
    readonly app?: string;
    readonly dashboard?: string;
    readonly tokens?: readonly { readonly token: string; readonly key?: string; readonly value?: string }[];
  };
}

export interface StudioSource {
  readonly type: string;
  readonly name: string;
  readonly options: {
    /** Of `ds.search`. */
    readonly query?: string;
    /** Of `ds.savedSearch`: the name of a report, and the app that it is in. */
    readonly ref?: string;
    readonly app?: string;
    readonly useSavedTimeRange?: boolean;
    readonly queryParameters?: Readonly<Record<string, string>>;
    /** Others may read its first row: `$Name of the data source:result.field$`. */
    readonly enableSmartSources?: boolean;
  };
}

/** The data source and the field that `$Name:result.field$` reads, where that is all of a text. */
export function resultToken(text: string): { readonly source: string; readonly field: string } | null {
  const found = /^\$([\w .-]+):result\.(\w+)\$$/.exec(text);
  return found ? { source: found[1] ?? '', field: found[2] ?? '' } : null;
}

export interface StudioBlock {
  readonly item: string;
  readonly type: string;
  readonly position: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
}

/** The definition inside `<dashboard version="2">`; throws where there is none or it is not JSON. */
export function readStudio(xml: string): Studio {
  const definition = parseXml(xml).children.find(({ name }) => name === 'definition');
  return JSON.parse(definition?.text ?? '') as Studio;
}

/** A token as it is written, `$name$`, `$name|s$` or `$name.earliest$`, found in any text. */
export interface TokenUse {
  readonly text: string;
  /** Without filter and subfield. */
  readonly name: string;
  readonly filter: string;
}

export function tokensIn(text: string): TokenUse[] {
  return [...text.matchAll(/\$([A-Za-z_]\w*)((?:\.\w+)*)(?:\|(\w))?\$/g)].map(
    ([whole, name = '', path = '', filter]) => ({
      text: whole,
      name: name === 'row' ? `row${path}` : name,
      filter: filter ?? '',
    }),
  );
}

/** Tokens that something on the page sets: inputs and what a click keeps. */
export function tokensSet(studio: Studio): Set<string> {
  const inputs = Object.values(studio.inputs).map(({ options }) => options.token);
  const clicks = Object.values(studio.visualizations)
    .flatMap(({ eventHandlers = [] }) => eventHandlers)
    .filter(({ type }) => type === 'drilldown.setToken')
    .flatMap(({ options }) => (options.tokens ?? []).map(({ token }) => token));
  return new Set([...inputs, ...clicks]);
}
