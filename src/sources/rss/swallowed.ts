/** True where one item ends and another begins inside something that is text, such as a CDATA section left open. */
export function swallowsItems(text: string): boolean {
  if (!text.includes('</')) return false;
  const end = text.search(/<\/(?:\w+:)?(?:item|entry)\s*>/i);
  return end >= 0 && /<(?:\w+:)?(?:item|entry)[\s>]/i.test(text.slice(end));
}
