import { allElements, parseXml, type XmlElement } from '../xml.ts';
import { utf8 } from './confs.ts';
import type { App, Check, Finding } from './finding.ts';

const VIEWS = /^default\/data\/ui\/views\/([A-Za-z0-9_]+)\.xml$/;
/** Views that Splunk's search app lends to every other. */
const SPLUNKS_VIEWS = new Set(['search', 'reports', 'alerts', 'dashboards', 'datasets']);
const NAV = 'default/data/ui/nav/default.xml';

/** Dashboards and the navigation: well-formed, of a version that Splunk still shows, and without code. */
export function checkViews(app: App): Finding[] {
  const views = new Set(app.files.map(({ path }) => VIEWS.exec(path)?.[1]));
  return app.files
    .filter(({ path, kind }) => kind === 'file' && path.endsWith('.xml'))
    .flatMap(({ path }): Finding[] => {
      const found = (check: Check, message: string): Finding => ({ check, path, message });
      let root: XmlElement;
      try {
        root = parseXml(utf8(app.read(path)) ?? '');
      } catch (error) {
        return [found('xml', (error as Error).message)];
      }
      const code = allElements(root).flatMap(codeIn);
      const findings = code.map((message) => found('view-code', message));
      if (path === NAV) return [...findings, ...checkNav(root, views, path)];
      if (!VIEWS.test(path)) return [...findings, found('xml-place', 'is neither a view nor the navigation')];
      return [...findings, ...checkDashboard(root, path)];
    });
}

function codeIn({ name, attributes, text }: XmlElement): string[] {
  const found: string[] = [];
  if (/^(script|html|iframe|style)$/i.test(name)) found.push(`<${name}>`);
  for (const [key, value] of Object.entries(attributes)) {
    if (/^on\w+$/i.test(key) || /^(script|stylesheet)$/i.test(key)) found.push(`attribute ${key}`);
    if (/^\s*(javascript|data|vbscript):/i.test(value)) found.push(`attribute ${key} is ${value.slice(0, 30)}`);
  }
  if (/<script\b|javascript:|\bon(?:click|error|load)\s*=/i.test(text)) found.push(`code inside <${name}>`);
  return found;
}

function checkDashboard(root: XmlElement, path: string): Finding[] {
  const found = (check: Check, message: string): Finding[] => [{ check, path, message }];
  const { version } = root.attributes;
  if (root.name === 'form' || root.name === 'dashboard') {
    if (version !== '1.1' && !(version === '2' && root.name === 'dashboard')) {
      return found('view-version', `version is ${version ?? 'missing'}`);
    }
    const label = root.children.find(({ name }) => name === 'label')?.text.trim() ?? '';
    if (label === '') return found('view-label', 'has no label');
    return version === '2' ? definition(root, found) : [];
  }
  return found('view-root', `<${root.name}> is no dashboard`);
}

function definition(root: XmlElement, found: (check: Check, message: string) => Finding[]): Finding[] {
  const text = root.children.find(({ name }) => name === 'definition')?.text;
  if (text === undefined) return found('view-definition', 'has no definition');
  try {
    JSON.parse(text);
    return [];
  } catch (error) {
    return found('view-definition', `is not JSON: ${(error as Error).message}`);
  }
}

function checkNav(root: XmlElement, views: ReadonlySet<string | undefined>, path: string): Finding[] {
  const found = (message: string): Finding => ({ check: 'nav', path, message });
  if (root.name !== 'nav') return [found(`<${root.name}> is no navigation`)];
  const named = allElements(root).filter(({ name }) => name === 'view');
  const missing = named.filter(
    ({ attributes }) => !views.has(attributes['name']) && !SPLUNKS_VIEWS.has(attributes['name'] ?? ''),
  );
  const defaults = named.filter(({ attributes }) => attributes['default'] === 'true');
  return [
    ...missing.map(({ attributes }) => found(`view ${attributes['name']} is missing`)),
    ...(defaults.length === 1 ? [] : [found('there is not exactly one default view')]),
  ];
}
