/** A feed that is broken or odd in one way, and what must be read of it all the same. */
export interface OddFeed {
  /** The class of error. */
  readonly name: string;
  readonly feed: string;
  readonly titles: readonly string[];
  /** What the first item must hold. */
  readonly first?: {
    readonly url?: string;
    readonly published?: string | null;
    readonly id?: string;
    readonly text?: string;
    readonly partial?: true;
  };
  /** Codes of the problems that must be named; none unless given. */
  readonly problems?: readonly string[];
  /** `whole` unless given. */
  readonly outcome?: 'whole' | 'gaps' | 'failed';
}

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';

function item(n: number, extra = ''): string {
  return `<item><title>Item ${n}</title><link>https://news.example/${n}</link><pubDate>Tue, 12 May 2026 10:00:00 GMT</pubDate>${extra}</item>`;
}

function rss(body: string, attributes = ' version="2.0"'): string {
  return `${HEAD}<rss${attributes}><channel><title>News</title><link>https://news.example/</link>${body}</channel></rss>`;
}

function entry(n: number, extra = ''): string {
  return `<entry><id>urn:x:${n}</id><title>Item ${n}</title><link href="https://news.example/${n}"/><updated>2026-05-12T10:00:00Z</updated>${extra}</entry>`;
}

function atom(body: string, attributes = ' xmlns="http://www.w3.org/2005/Atom"'): string {
  return `${HEAD}<feed${attributes}><title>News</title><link href="https://news.example/"/>${body}</feed>`;
}

const two = item(1) + item(2);
const TWO = ['Item 1', 'Item 2'];
const THREE = ['Item 1', 'Item 2', 'Item 3'];
const GOOD = { url: 'https://news.example/1', published: '2026-05-12' };
const described = (text: string) => rss(item(1, `<description>${text}</description>`) + item(2));

const dialects: OddFeed[] = [
  { name: 'RSS 2.0', feed: rss(two), titles: TWO, first: GOOD },
  { name: 'RSS 0.91', feed: rss(two, ' version="0.91"'), titles: TWO, first: GOOD },
  { name: 'RSS 0.92', feed: rss(two, ' version="0.92"'), titles: TWO, first: GOOD },
  {
    name: 'RSS 1.0 (RDF), items beside the channel',
    feed: `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://news.example/"><title>News</title><items><rdf:Seq><rdf:li rdf:resource="https://news.example/1"/></rdf:Seq></items></channel><item rdf:about="https://news.example/1"><title>Item 1</title><link>https://news.example/1</link><dc:date>2026-05-12T10:00:00+02:00</dc:date><description>Text one</description></item></rdf:RDF>`,
    titles: ['Item 1'],
    first: { ...GOOD, text: 'Text one' },
  },
  {
    name: 'RSS 0.90 (RDF, Netscape)',
    feed: `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://my.netscape.com/rdf/simple/0.9/"><channel><title>N</title></channel><item><title>Item 1</title><link>https://news.example/1</link></item></rdf:RDF>`,
    titles: ['Item 1'],
    first: { url: 'https://news.example/1', published: null },
  },
  { name: 'Atom 1.0', feed: atom(entry(1) + entry(2)), titles: TWO, first: GOOD },
  {
    name: 'Atom 0.3',
    feed: `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><title>Item 1</title><link rel="alternate" href="https://news.example/1"/><issued>2026-05-12T10:00:00Z</issued><content type="text/html" mode="escaped">&lt;p&gt;Text&lt;/p&gt;</content></entry></feed>`,
    titles: ['Item 1'],
    first: { ...GOOD, text: 'Text' },
  },
  {
    name: 'Atom under a prefix',
    feed: `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:entry><a:title>Item 1</a:title><a:link href="https://news.example/1"/><a:updated>2026-05-12T00:00:00Z</a:updated></a:entry></a:feed>`,
    titles: ['Item 1'],
    first: GOOD,
  },
  {
    name: 'Atom with an xhtml body',
    feed: atom(
      entry(
        1,
        '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>a &lt;b&gt; <em>c</em></p><pre>x\n y</pre></div></content>',
      ),
    ),
    titles: ['Item 1'],
    first: { text: 'a <b> c\n\nx\n y' },
  },
  {
    name: 'Atom with xhtml under a prefix',
    feed: atom(
      entry(
        1,
        '<content type="xhtml"><h:div xmlns:h="http://www.w3.org/1999/xhtml"><h:p>one</h:p><h:p>two</h:p></h:div></content>',
      ),
    ),
    titles: ['Item 1'],
    first: { text: 'one\n\ntwo' },
  },
  {
    name: 'Atom with plain text that looks like HTML',
    feed: atom(entry(1, '<content type="text">if a &lt;b&gt; then\nnext</content>')),
    titles: ['Item 1'],
    first: { text: 'if a <b> then\nnext' },
  },
  {
    name: 'Atom that copies another feed: the source has its own title and id',
    feed: atom(
      `<entry><source><id>urn:other</id><title>Other feed</title><link href="https://other.example/"/></source><title>Item 1</title><link href="https://news.example/1"/></entry>`,
    ),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'Atom whose links are edit, self and alternate, in this order',
    feed: atom(
      '<entry><title>Item 1</title><link rel="edit" href="https://news.example/e"/><link rel="self" href="https://news.example/s"/><link rel="alternate" href="https://news.example/1"/></entry>',
    ),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'Atom with relative links and xml:base',
    feed: atom('<entry xml:base="https://news.example/blog/"><title>Item 1</title><link href="../1"/></entry>'),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'Atom with its body elsewhere',
    feed: atom('<entry><title>Item 1</title><content src="https://news.example/1" type="text/html"/></entry>'),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1', text: '' },
  },
  {
    name: 'Atom with a picture as its body',
    feed: atom(entry(1, '<content type="image/png">iVBORw0KGgo=</content><summary>Text</summary>')),
    titles: ['Item 1'],
    first: { text: 'Text' },
  },
  {
    name: 'JSON Feed 1.1',
    feed: JSON.stringify({
      version: 'https://jsonfeed.org/version/1.1',
      title: 'N',
      items: [
        {
          id: 1,
          url: 'https://news.example/1',
          title: 'Item 1',
          content_html: '<p>Text</p>',
          date_published: '2026-05-12T10:00:00Z',
        },
      ],
    }),
    titles: ['Item 1'],
    first: { ...GOOD, text: 'Text' },
  },
  {
    name: 'JSON Feed with numbers, nulls and unknown kinds in its fields',
    feed: JSON.stringify({
      items: [
        { id: 'https://news.example/1', url: null, title: 'Item 1', summary: 7, tags: 'x', authors: null },
        { title: 'Item 2', content_text: 'a\nb' },
      ],
    }),
    titles: TWO,
    first: { url: 'https://news.example/1', text: '7' },
  },
  {
    name: 'a bare list of JSON items',
    feed: '[{"title":"Item 1","url":"https://news.example/1"}]',
    titles: ['Item 1'],
  },
];

const structure: OddFeed[] = [
  { name: 'no version on <rss>', feed: rss(two, ''), titles: TWO, first: GOOD },
  { name: 'an unknown version', feed: rss(two, ' version="3.14"'), titles: TWO },
  { name: 'a version with rubbish', feed: rss(two, ' version="2.0&quot;"'), titles: TWO },
  { name: 'no XML declaration', feed: rss(two).replace(HEAD, ''), titles: TWO },
  { name: 'XML 1.1', feed: rss(two).replace('1.0', '1.1'), titles: TWO },
  { name: 'an XML declaration without its question mark', feed: rss(two).replace('?>', '>'), titles: TWO },
  { name: 'a blank line before the XML declaration', feed: `\n\n  ${rss(two)}`, titles: TWO },
  { name: 'a byte order mark as text', feed: `\ufeff${rss(two)}`, titles: TWO },
  {
    name: 'a warning of PHP before the feed',
    feed: `<br />\n<b>Warning</b>: foreach() in <b>/var/www/x.php</b> on line <b>7</b><br />\n${rss(two)}`,
    titles: TWO,
  },
  {
    name: 'rubbish after the end',
    feed: `${rss(two)}\n<script>x</script><!-- cached by W3 -->\u0000`,
    titles: TWO,
    problems: ['malformed-feed'],
  },
  { name: 'two feeds one after the other', feed: rss(item(1)) + rss(item(2)), titles: TWO },
  { name: 'no channel', feed: `<rss version="2.0">${two}</rss>`, titles: TWO },
  {
    name: 'two channels',
    feed: `<rss version="2.0"><channel>${item(1)}</channel><channel>${item(2)}</channel></rss>`,
    titles: TWO,
  },
  { name: 'only a channel', feed: `<channel>${two}</channel>`, titles: TWO },
  { name: 'items after the channel', feed: `<rss version="2.0"><channel></channel>${two}</rss>`, titles: TWO },
  { name: 'no root at all, only items', feed: two, titles: TWO },
  {
    name: 'upper-case tags',
    feed: rss(two).replace(
      /<(\/?)(rss|channel|item|title|link)/g,
      (_m, slash, name) => `<${slash}${name.toUpperCase()}`,
    ),
    titles: TWO,
    first: GOOD,
  },
  {
    name: 'a picture of the channel with an address of its own',
    feed: rss(`<image><url>https://news.example/i.png</image></url>${two}`),
    titles: TWO,
  },
  { name: 'entries in <rss>', feed: rss(entry(1) + entry(2)), titles: TWO, first: GOOD },
  {
    name: 'items in <feed> of the Atom namespace',
    feed: atom(two),
    titles: TWO,
    first: GOOD,
  },
  {
    name: 'an entry without anything',
    feed: atom(`<entry/>${entry(1)}<entry><author><name>x</name></author></entry>`),
    titles: ['Item 1'],
    problems: ['empty-item', 'empty-item'],
  },
  {
    name: 'an Atom link that is text',
    feed: atom('<entry><title>Item 1</title><link>https://news.example/1</link></entry>'),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'xml:base on <rss>',
    feed: rss(
      '<item><title>Item 1</title><link>../1</link></item>',
      ' version="2.0" xml:base="https://news.example/a/b/"',
    ),
    titles: ['Item 1'],
    first: { url: 'https://news.example/a/1' },
  },
  { name: 'items in <feed>', feed: atom(two, ''), titles: TWO, first: GOOD },
  { name: 'a feed that is empty', feed: rss(''), titles: [], problems: ['no-items'], outcome: 'failed' },
  {
    name: 'no end of channel and root',
    feed: rss(two).replace('</channel></rss>', ''),
    titles: TWO,
    problems: ['malformed-feed'],
    outcome: 'gaps',
  },
  {
    name: 'the last end tag cut in half',
    feed: rss(two).slice(0, -4),
    titles: TWO,
    problems: ['malformed-feed'],
    outcome: 'gaps',
  },
  {
    name: 'half a document, inside an item',
    feed: rss(item(1) + item(2, '<description>The rest of this is')).split('rest of')[0] ?? '',
    titles: TWO,
    first: GOOD,
    problems: ['malformed-feed'],
    outcome: 'failed',
  },
  {
    name: 'half a document, inside a tag',
    feed: `${rss(item(1)).split('</channel>')[0]}<item><title>Item 2</title><lin`,
    titles: TWO,
    problems: ['malformed-feed'],
    outcome: 'failed',
  },
  {
    name: 'half a document, inside CDATA',
    feed: `${rss(item(1)).split('</channel>')[0]}<item><title>Item 2</title><description><![CDATA[<p>text`,
    titles: TWO,
    problems: ['malformed-feed'],
    outcome: 'failed',
  },
];

const namespaces: OddFeed[] = [
  {
    name: 'undeclared content:encoded',
    feed: described('short').replace(
      '</description>',
      '</description><content:encoded><![CDATA[<p>The long text</p>]]></content:encoded>',
    ),
    titles: TWO,
    first: { text: 'The long text' },
  },
  {
    name: 'undeclared dc:date',
    feed: rss(item(1).replace(/<pubDate>.*<\/pubDate>/, '<dc:date>2026-05-12</dc:date>')),
    titles: ['Item 1'],
    first: GOOD,
  },
  {
    name: 'undeclared atom:link in the channel',
    feed: rss(`<atom:link rel="self" href="https://news.example/feed"/>${two}`),
    titles: TWO,
    first: GOOD,
  },
  {
    name: 'an odd prefix for a known namespace',
    feed: rss(
      '<item><n1:title>Item 1</n1:title><n1:date>2026-05-12</n1:date><link>https://news.example/1</link></item>',
      ' version="2.0" xmlns:n1="http://purl.org/dc/elements/1.1/"',
    ),
    titles: ['Item 1'],
    first: GOOD,
  },
  {
    name: 'a known prefix for another namespace',
    feed: rss(item(1, '<dc:title>Wrong</dc:title>'), ' version="2.0" xmlns:dc="http://example.org/not-dublin-core"'),
    titles: ['Item 1'],
  },
  {
    name: 'media titles beside the title',
    feed: rss(
      `<item><media:content url="https://news.example/x.png"><media:title>Picture</media:title></media:content><title>Item 1</title></item>`,
      ' version="2.0" xmlns:media="http://search.yahoo.com/mrss/"',
    ),
    titles: ['Item 1'],
  },
  {
    name: 'a media title before the title',
    feed: rss(
      '<item><media:title>Picture</media:title><title>Item 1</title></item>',
      ' version="2.0" xmlns:media="http://search.yahoo.com/mrss/"',
    ),
    titles: ['Item 1'],
  },
  {
    name: 'a media title in the place of the title',
    feed: rss('<item><m:title>Item 1</m:title></item>', ' version="2.0" xmlns:m="http://search.yahoo.com/mrss/"'),
    titles: ['Item 1'],
  },
  {
    name: 'a title of another namespace, declared on the element',
    feed: rss('<item><title xmlns="http://search.yahoo.com/mrss/">Picture</title><title>Item 1</title></item>'),
    titles: ['Item 1'],
  },
  {
    name: 'a namespace on one element',
    feed: rss(
      '<link xmlns="http://www.w3.org/2005/Atom" rel="self" href="https://news.example/feed"/><item><link xmlns="http://www.w3.org/2005/Atom" rel="via" href="https://via.example/"/><title>Item 1</title><link>https://news.example/1</link></item>',
    ),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'RSS in a namespace of its own',
    feed: rss(two, ' version="2.0" xmlns="http://backend.userland.com/rss2"'),
    titles: TWO,
    first: GOOD,
  },
  {
    name: 'RSS in an unknown namespace',
    feed: rss(two, ' version="2.0" xmlns="https://example.org/ns"'),
    titles: TWO,
    first: GOOD,
  },
  {
    name: 'Atom in a misspelt namespace',
    feed: atom(entry(1), ' xmlns="https://www.w3.org/2005/Atom/"'),
    titles: ['Item 1'],
    first: GOOD,
  },
  {
    name: 'FeedBurner hides the article',
    feed: rss(
      item(1, '<feedburner:origLink>https://real.example/1</feedburner:origLink>'),
      ' version="2.0" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"',
    ),
    titles: ['Item 1'],
    first: { url: 'https://real.example/1' },
  },
];

const markup: OddFeed[] = [
  {
    name: 'undeclared entities',
    feed: rss(item(1, '<description>Caf&eacute;&nbsp;&mdash; &unknown; x</description>') + item(2)),
    titles: TWO,
    first: { text: 'Café — &unknown; x' },
  },
  {
    name: 'undeclared entities in a title',
    feed: rss('<item><title>R&eacute;sum&eacute; &hellip;</title></item>'),
    titles: ['Résumé …'],
  },
  {
    name: 'bare ampersands',
    feed: rss('<item><title>AT&T & friends</title><link>https://news.example/?a=1&b=2&copy=3</link></item>'),
    titles: ['AT&T & friends'],
    first: { url: 'https://news.example/?a=1&b=2&copy=3' },
  },
  {
    name: 'a reference to nothing',
    feed: rss('<item><title>a &#0; b &#x110000; c &#xD800; d</title></item>'),
    titles: ['a \ufffd b \ufffd c \ufffd d'],
  },
  {
    name: 'references to windows-1252',
    feed: rss('<item><title>don&#146;t &#x93;quote&#X94;</title></item>'),
    titles: ['don’t “quote”'],
  },
  {
    name: 'a title escaped twice',
    feed: rss('<item><title>&amp;lt;b&amp;gt;Bold&amp;lt;/b&amp;gt; &amp;amp; more</title></item>'),
    titles: ['Bold & more'],
  },
  {
    name: 'markup in a title',
    feed: rss(`<item><title>The <b>bold</b> <i>one</i></title></item>${item(2)}`),
    titles: ['The bold one', 'Item 2'],
  },
  {
    name: 'CDATA in a title',
    feed: rss('<item><title><![CDATA[ A <em>B</em> & C ]]></title></item>'),
    titles: ['A B & C'],
  },
  {
    name: 'a script in a title',
    feed: rss(
      '<item><title>Item&lt;script type="x"&gt;alert(1)&lt;/script&gt; &lt;style&gt;a{}&lt;/style&gt;1</title></item>',
    ),
    titles: ['Item 1'],
  },
  {
    name: 'a script in a title, as an element',
    feed: atom(
      '<entry><title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Item <script>alert(1)</script><b>1</b></div></title></entry>',
    ),
    titles: ['Item 1'],
  },
  {
    name: 'a tag that is a word of the title',
    feed: rss('<item><title>Why &lt;script&gt; matters</title></item>'),
    titles: ['Why <script> matters'],
  },
  { name: 'a title over many lines', feed: rss('<item><title>\n  One\n\ttwo\n</title></item>'), titles: ['One two'] },
  { name: 'two titles', feed: rss('<item><title></title><title>Item 1</title></item>'), titles: ['Item 1'] },
  {
    name: 'unescaped HTML in a description',
    feed: described('<p>One<br>two <b>three</p><img src=x>'),
    titles: TWO,
    first: { text: 'One\ntwo three' },
    problems: ['malformed-feed'],
  },
  {
    name: 'HTML that is never closed in a description',
    feed: described('<div><p>One'),
    titles: TWO,
    first: { text: 'One' },
    problems: ['malformed-feed'],
  },
  {
    name: 'a title that is not closed',
    feed: rss(`<item><title>Item 1<link>https://news.example/1</link></item>${item(2)}`),
    titles: TWO,
    first: { url: 'https://news.example/1' },
    problems: ['malformed-feed'],
  },
  {
    name: 'a title closed by another name',
    feed: rss(`<item><title>Item 1</titel><link>https://news.example/1</link></item>${item(2)}`),
    titles: TWO,
    first: { url: 'https://news.example/1' },
    problems: ['malformed-feed'],
  },
  {
    name: 'a description that is not closed',
    feed: rss(
      `<item><title>Item 1</title><description>Text<pubDate>2026-05-12</pubDate><link>https://news.example/1</link></item>${item(2)}`,
    ),
    titles: TWO,
    first: { ...GOOD, text: 'Text' },
    problems: ['malformed-feed'],
  },
  {
    name: 'items that are not closed',
    feed: rss(`${item(1)}${item(2)}`.replaceAll('</item>', '')),
    titles: TWO,
    first: GOOD,
    problems: ['malformed-feed'],
  },
  { name: 'an end tag too many', feed: rss(`${item(1)}</item></description>${item(2)}`), titles: TWO },
  { name: 'a channel closed too early', feed: rss(`${item(1)}</channel>${item(2)}`), titles: TWO },
  {
    name: 'unquoted and valueless attributes',
    feed: atom(
      '<entry><title type=text hidden>Item 1</title><link rel=alternate href=https://news.example/1></link></entry>',
    ),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'an attribute given twice',
    feed: atom(
      '<entry><title>Item 1</title><link href="https://news.example/1" href="https://evil.example/"/></entry>',
    ),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'a quote that is never closed',
    feed: atom(`<entry><title>Item 1</title><link href="https://news.example/1/></entry>${entry(2)}${entry(3)}`),
    titles: THREE,
    problems: ['malformed-feed'],
    outcome: 'gaps',
  },
  {
    name: 'CDATA that is never closed',
    feed: rss(`${item(1, '<description><![CDATA[Text</description>')}${item(2)}`),
    titles: TWO,
    first: { ...GOOD, text: 'Text' },
    problems: ['malformed-feed'],
    outcome: 'gaps',
  },
  {
    name: 'CDATA that is closed by the next one',
    feed: rss(
      `${item(1, '<description><![CDATA[One</description>')}${item(2, '<description><![CDATA[Two]]></description>')}${item(3)}`,
    ),
    titles: THREE,
    first: { ...GOOD, text: 'One' },
    problems: ['malformed-feed'],
    outcome: 'gaps',
  },
  {
    name: 'CDATA inside CDATA',
    feed: described('<![CDATA[a <![CDATA[b]]> c]]>'),
    titles: TWO,
    first: { text: 'a <![CDATA[b c]]>' },
  },
  {
    name: 'CDATA in pieces',
    feed: described('<![CDATA[one ]]]]><![CDATA[> two]]>'),
    titles: TWO,
    first: { text: 'one ]]> two' },
  },
  {
    name: 'CDATA about feeds',
    feed: described('<![CDATA[<pre>&lt;item&gt;&lt;title&gt;x&lt;/title&gt;&lt;/item&gt;</pre>]]>'),
    titles: TWO,
    first: { text: '<item><title>x</title></item>' },
  },
  {
    name: 'CDATA with a raw example of a feed',
    feed: described('<![CDATA[<item><title>x</title></item> as an example]]>'),
    titles: TWO,
  },
  { name: 'lower-case cdata', feed: described('<![cdata[Text]]>'), titles: TWO },
  {
    name: 'a comment that is never closed',
    feed: rss(`${item(1)}<!-- oops ${item(2)}${item(3)}`),
    titles: THREE,
    problems: ['malformed-feed'],
    outcome: 'gaps',
  },
  { name: 'a comment with dashes', feed: rss(`${item(1)}<!-- a -- b --->${item(2)}`), titles: TWO },
  { name: 'an item in a comment stays there', feed: rss(`${item(1)}<!-- ${item(9)} -->${item(2)}`), titles: TWO },
  {
    name: 'processing instructions',
    feed: rss(`<?xml-stylesheet href="x.xsl"?>${item(1)}<?php echo 1; ?>${item(2)}`),
    titles: TWO,
  },
  {
    name: 'an RSS link that an HTML parser took apart',
    feed: rss('<item><title>Item 1</title><link/>https://news.example/1</item>'),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
];

const fields: OddFeed[] = [
  {
    name: 'no title, but a text',
    feed: rss(
      '<item><link>https://news.example/1</link><description>&lt;p&gt;First line&lt;/p&gt;&lt;p&gt;more&lt;/p&gt;</description></item>',
    ),
    titles: ['First line'],
  },
  {
    name: 'no title and no text, but an address',
    feed: rss('<item><link>https://news.example/2026/big-news_today.html</link></item>'),
    titles: ['big news today'],
  },
  {
    name: 'nothing in an item',
    feed: rss(`<item></item><item/>${item(1)}`),
    titles: ['Item 1'],
    problems: ['empty-item', 'empty-item'],
  },
  {
    name: 'no link, but a permanent id',
    feed: rss('<item><title>Item 1</title><guid>https://news.example/1</guid></item>'),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'no link, and an id that is none',
    feed: rss('<item><title>Item 1</title><guid isPermaLink="false">https://news.example/?p=1</guid></item>'),
    titles: ['Item 1'],
    first: { url: '', id: 'https://news.example/?p=1' },
  },
  {
    name: 'no link, but rdf:about',
    feed: '<rdf:RDF><item rdf:about="https://news.example/1"><title>Item 1</title></item></rdf:RDF>',
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'a relative link',
    feed: rss('<item><title>Item 1</title><link>/1</link></item>'),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'a link without its scheme',
    feed: rss('<item><title>Item 1</title><link>//news.example/1</link></item>'),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
  {
    name: 'white space in and around a link',
    feed: rss('<item><title>Item 1</title><link>\n  https://news.example/a b\n </link></item>'),
    titles: ['Item 1'],
    first: { url: 'https://news.example/a%20b' },
  },
  {
    name: 'a link that runs code',
    feed: rss('<item><title>Item 1</title><link>javascript:alert(1)</link></item>'),
    titles: ['Item 1'],
    first: { url: '' },
  },
  {
    name: 'credentials in a link',
    feed: rss('<item><title>Item 1</title><link>https://bank.example@evil.example/</link></item>'),
    titles: ['Item 1'],
    first: { url: 'https://evil.example/' },
  },
  { name: 'the same item twice', feed: rss(item(1) + item(2) + item(1)), titles: TWO },
  {
    name: 'the same article under two ids',
    feed: rss(item(1, '<guid>x</guid>') + item(1, '<guid>y</guid>')),
    titles: ['Item 1', 'Item 1'],
  },
  {
    name: 'two items of which only the same words are known',
    feed: rss('<item><title>Item 1</title></item>'.repeat(2)),
    titles: ['Item 1', 'Item 1'],
  },
  { name: 'the same address with two titles', feed: rss(item(1) + item(1).replace('Item 1', 'Item 2')), titles: TWO },
  { name: 'one id for all items', feed: rss(item(1, '<guid>x</guid>') + item(2, '<guid>x</guid>')), titles: TWO },
  {
    name: 'the fuller of two texts',
    feed: described('short').replace('</description>', '</description><summary>the longer text of the two</summary>'),
    titles: TWO,
    first: { text: 'the longer text of the two' },
  },
  {
    name: 'plain text with lines',
    feed: described('one\n\n  two &amp;lt; three'),
    titles: TWO,
    first: { text: 'one\n\n  two < three' },
  },
  {
    name: 'a date that is none',
    feed: rss(item(1).replace('Tue, 12 May 2026 10:00:00 GMT', 'last week') + item(2)),
    titles: TWO,
    first: { published: null },
    problems: ['unreadable-date'],
  },
  {
    name: 'an Atom date that is none',
    feed: atom(entry(1).replace('2026-05-12T10:00:00Z', 'soon')),
    titles: ['Item 1'],
    first: { published: null },
    problems: ['unreadable-date'],
  },
  {
    name: 'an empty date',
    feed: rss(item(1).replace('Tue, 12 May 2026 10:00:00 GMT', '')),
    titles: ['Item 1'],
    first: { published: null },
  },
  {
    name: 'a date of a wrong weekday and zone',
    feed: rss(item(1).replace('Tue, 12 May 2026 10:00:00 GMT', 'Foo, 12 May 2026 10:00:00 XYZ')),
    titles: ['Item 1'],
    first: GOOD,
  },
  {
    name: 'a bad date beside a good one',
    feed: rss(item(1, '<dc:date>2026-05-12</dc:date>').replace('Tue, 12 May 2026 10:00:00 GMT', 'n/a')),
    titles: ['Item 1'],
    first: GOOD,
  },
];

const hostile: OddFeed[] = [
  {
    name: 'an entity bomb',
    feed: `<!DOCTYPE lolz [<!ENTITY lol "lol">${Array.from({ length: 9 }, (_, n) => `<!ENTITY lol${n + 1} "${`&lol${n || ''};`.repeat(10)}">`).join('')}]>${rss(`<item><title>&lol9;</title></item>${item(2)}`).replace(HEAD, '')}`,
    titles: ['&lol9;', 'Item 2'],
    problems: ['malformed-feed'],
  },
  {
    name: 'an entity that reads a file',
    feed: `<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>${rss(`<item><title>&x;</title></item>${item(2)}`).replace(HEAD, '')}`,
    titles: ['&x;', 'Item 2'],
    problems: ['malformed-feed'],
  },
  {
    name: 'a parameter entity',
    feed: `<!DOCTYPE r [<!ENTITY % p SYSTEM "http://evil.example/x.dtd">%p;]>${rss(two).replace(HEAD, '')}`,
    titles: TWO,
    problems: ['malformed-feed'],
  },
  {
    name: 'control characters',
    feed: rss(`<item><title>It\u0000em\u0008 1</title><description>a\u001bb\u000cc</description></item>${item(2)}`),
    titles: TWO,
    problems: ['malformed-feed'],
  },
  { name: 'terminal codes', feed: rss(`<item><title>&#27;[31mItem 1&#27;[0m</title></item>${item(2)}`), titles: TWO },
  {
    name: 'terminal codes, raw',
    feed: rss(`<item><title>\u001b[2JItem 1\u009b5m</title></item>`),
    titles: ['Item 1'],
    problems: ['malformed-feed'],
  },
  {
    name: 'characters that reorder',
    feed: rss('<item><title>\u202eItem\u202c \u20661\u2069\u200b</title></item>'),
    titles: ['Item 1'],
  },
  { name: 'lone surrogates', feed: rss('<item><title>Item\ud800 1</title></item>'), titles: ['Item 1'] },
  {
    name: 'names of prototypes',
    feed: rss(
      '<item><title>Item 1</title><__proto__>x</__proto__><constructor>y</constructor><toString>z</toString></item>',
      ' version="2.0" xmlns:__proto__="x"',
    ),
    titles: ['Item 1'],
  },
  {
    name: 'nesting without an end',
    feed: rss(`${item(1)}<item><title>Item 2</title>${'<a>'.repeat(100_000)}</item>${item(3)}`),
    titles: THREE,
    problems: ['malformed-feed'],
    outcome: 'gaps',
  },
  { name: 'end tags without a beginning', feed: rss(`${'</x>'.repeat(100_000)}${two}`), titles: TWO },
  {
    name: 'one line of 10 MB',
    feed: rss(`${item(1, `<description>${'a'.repeat(10_000_000)}</description>`)}${item(2)}`),
    titles: TWO,
    first: { ...GOOD, partial: true },
    problems: ['long-text'],
  },
  {
    name: 'a title of 5 MB',
    feed: rss(`<item><title>Item ${'1'.repeat(5_000_000)}</title></item>${item(2)}`),
    titles: [`Item ${'1'.repeat(294)}…`, 'Item 2'],
  },
  {
    name: 'snippets that take for ever',
    feed: rss(item(1, `<description>${'&lt;p'.repeat(200_000)}</description>`) + item(2)),
    titles: TWO,
  },
  {
    name: 'CDATA openings without an end',
    feed: rss(`${item(1)}${item(2, `<description>${'<![CDATA['.repeat(50_000)}</description>`)}${item(3)}`),
    titles: THREE,
    problems: ['malformed-feed'],
    outcome: 'gaps',
  },
  {
    name: 'attributes without number',
    feed: rss(
      `<item ${Array.from({ length: 50_000 }, (_, n) => `a${n}="x"`).join(' ')}><title>Item 1</title></item>${item(2)}`,
    ),
    titles: TWO,
  },
  {
    name: 'items without number',
    feed: rss(Array.from({ length: 10_500 }, (_, n) => `<item><title>${n}</title></item>`).join('')),
    titles: Array.from({ length: 10_000 }, (_, n) => String(n)),
    problems: ['too-many-items'],
    outcome: 'gaps',
  },
  {
    name: 'characters of private use',
    feed: rss(item(1, '<description>a \ue000 b</description>')),
    titles: ['Item 1'],
    first: { text: 'a \ue000 b' },
  },
  {
    name: 'snippets that take for ever, in lines',
    feed: rss(item(1, `<description>${'x&lt;p&gt;\n'.repeat(100_000)}</description>`) + item(2)),
    titles: TWO,
  },
  {
    name: 'snippets that take for ever, in each of many items',
    feed: rss(
      Array.from({ length: 2_000 }, () => item(1, `<description>${'&lt;p'.repeat(1_000)}</description>`)).join(''),
    ),
    titles: ['Item 1'],
  },
  {
    name: 'elements without number',
    feed: rss(`${item(1)}${'<a/>'.repeat(700_000)}${item(2)}`),
    titles: TWO,
  },
  {
    name: 'fields without number',
    feed: rss(`${item(1)}<item>${'<link/>'.repeat(700_000)}</item>${item(3)}`),
    titles: ['Item 1'],
    problems: ['malformed-feed', 'empty-item', 'empty-item'],
    outcome: 'gaps',
  },
  {
    name: 'an attribute longer than sax takes',
    feed: atom(
      `<entry><title>Item 1</title><link href="https://news.example/1" title="${'x'.repeat(200_000)}"/></entry>`,
    ),
    titles: ['Item 1'],
    first: { url: 'https://news.example/1' },
  },
];

const noFeeds: OddFeed[] = [
  { name: 'nothing', feed: '', titles: [], problems: ['empty-feed'], outcome: 'failed' },
  { name: 'white space', feed: ' \n\t ', titles: [], problems: ['empty-feed'], outcome: 'failed' },
  {
    name: 'a web page',
    feed: '<!DOCTYPE html><html><head><title>x</title></head><body><p>Not found</p></body></html>',
    titles: [],
    problems: ['not-a-feed'],
    outcome: 'failed',
  },
  {
    name: 'a login page without a doctype',
    feed: '<HTML><BODY>Sign in</BODY></HTML>',
    titles: [],
    problems: ['not-a-feed'],
    outcome: 'failed',
  },
  { name: 'plain text', feed: 'Too many requests', titles: [], problems: ['not-a-feed'], outcome: 'failed' },
  {
    name: 'other XML',
    feed: '<?xml version="1.0"?><sitemap><url>https://x.example</url></sitemap>',
    titles: [],
    problems: ['not-a-feed'],
    outcome: 'failed',
  },
  {
    name: 'bytes of a picture',
    feed: '\u0089PNG\r\n\u001a\n\u0000\u0000\u0000\rIHDR',
    titles: [],
    problems: ['not-a-feed'],
    outcome: 'failed',
  },
  { name: 'a JSON error', feed: '{"error":"rate limited"}', titles: [], problems: ['not-a-feed'], outcome: 'failed' },
  {
    name: 'JSON that stops',
    feed: '{"items":[{"title":"Item 1","url":"https://news.example/1"},{"title":"Item 2","content_text":"a } \\" b"},{"title":"It',
    titles: TWO,
    problems: ['malformed-feed'],
    outcome: 'failed',
  },
  {
    name: 'JSON with a last comma and raw newlines',
    feed: '{"items":[{"title":"Item 1","content_text":"a\nb",},]}'.replace(',}', '}'),
    titles: ['Item 1'],
    problems: ['malformed-feed'],
    outcome: 'failed',
  },
  {
    name: 'JSON items that are no objects',
    feed: '{"items":[1,null,{"title":"Item 1"}]}',
    titles: ['Item 1'],
    problems: ['unreadable-items'],
    outcome: 'gaps',
  },
];

export const ODD_FEEDS: readonly OddFeed[] = [
  ...dialects,
  ...structure,
  ...namespaces,
  ...markup,
  ...fields,
  ...hostile,
  ...noFeeds,
];
