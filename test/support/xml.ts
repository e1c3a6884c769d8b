export interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
  /** Text and CDATA directly inside, joined. */
  readonly text: string;
}

interface Open {
  name: string;
  attributes: Record<string, string>;
  children: XmlElement[];
  text: string;
}

const TOKEN = /<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>|<\?[\s\S]*?\?>|<\/?[^<>]*>|[^<]+|</g;
const NAME = '[A-Za-z_][\\w.:-]*';
const TAG = new RegExp(`^<(${NAME})((?:\\s+${NAME}\\s*=\\s*(?:"[^"<]*"|'[^'<]*'))*)\\s*(/?)>$`);
const ATTRIBUTE = new RegExp(`(${NAME})\\s*=\\s*(?:"([^"]*)"|'([^']*)')`, 'g');
const BAD_AMPERSAND = /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-fA-F]+);)/;

/**
 * Reads a document strictly (XML 1.0: one root, matching tags, quoted attributes that come once, only known entities), and
 * throws where it is not well-formed. A DTD is refused: no file of an app needs one.
 */
export function parseXml(source: string): XmlElement {
  const top: Open = { name: '', attributes: {}, children: [], text: '' };
  const open: Open[] = [top];
  for (const [token] of source.matchAll(TOKEN)) {
    const parent = open.at(-1) ?? top;
    if (token.startsWith('<!--') || token.startsWith('<?')) continue;
    if (token.startsWith('<![CDATA[')) {
      if (parent === top) throw new Error('CDATA outside the root');
      parent.text += token.slice(9, -3);
    } else if (token.startsWith('</')) {
      const name = token.slice(2, -1).trim();
      const element = open.pop();
      if (!element || element === top || element.name !== name) throw new Error(`unexpected </${name}>`);
      (open.at(-1) ?? top).children.push(element);
    } else if (token.startsWith('<')) {
      const element = readTag(token);
      if (token.endsWith('/>')) parent.children.push(element);
      else open.push(element);
    } else {
      if (BAD_AMPERSAND.test(token)) throw new Error(`bare & in ${JSON.stringify(token.trim().slice(0, 40))}`);
      if (parent === top && token.trim() !== '') throw new Error('text outside the root');
      parent.text += decode(token);
    }
  }
  if (open.length > 1) throw new Error(`<${open.at(-1)?.name}> is not closed`);
  const [root, second] = top.children;
  if (!root || second) throw new Error('there is not exactly one root');
  return root;
}

function readTag(token: string): Open {
  const match = TAG.exec(token);
  if (!match?.[1]) throw new Error(`not a tag: ${token.slice(0, 60)}`);
  const attributes: Record<string, string> = {};
  for (const [, name = '', double, single] of (match[2] ?? '').matchAll(ATTRIBUTE)) {
    const value = double ?? single ?? '';
    if (Object.hasOwn(attributes, name)) throw new Error(`attribute ${name} comes twice`);
    if (BAD_AMPERSAND.test(value)) throw new Error(`bare & in attribute ${name}`);
    attributes[name] = decode(value);
  }
  return { name: match[1], attributes, children: [], text: '' };
}

function decode(text: string): string {
  const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };
  return text.replace(/&(#x([\da-fA-F]+)|#(\d+)|\w+);/g, (_, name: string, hex?: string, decimal?: string) => {
    if (hex) return String.fromCodePoint(Number.parseInt(hex, 16));
    return decimal ? String.fromCodePoint(Number(decimal)) : (named[name] ?? '');
  });
}

/** The element and all below it, in document order. */
export function allElements(element: XmlElement): XmlElement[] {
  return [element, ...element.children.flatMap(allElements)];
}
