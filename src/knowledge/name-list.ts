/** So many make a list of names. */
const NAMES = 10;
const SPEAKING = /\b(?:the|an?|is|are|was|were|to|of|in|that|with|for|by|from|it|its|they|as|on|we|has|have)\b/i;

/** Whether a sentence is a list of names of which nothing is said: programs that are ended, say. */
export function isNameList(text: string): boolean {
  const items = text.split(/[,;|]\s*/);
  return items.length >= NAMES && !SPEAKING.test(items.slice(1).join(' '));
}
