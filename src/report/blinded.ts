import { counted } from '../core/counted.ts';

/** What it means for hunts that something which they read holds no data: `2 hunts see nothing, 1 more sees less`. */
export function blindedText(blind: number, partly: number): string {
  const nothing = `${counted(blind, 'hunt sees', 'hunts see')} nothing`;
  if (partly === 0) return nothing;
  if (blind === 0) return `${counted(partly, 'hunt sees', 'hunts see')} less`;
  return `${nothing}, ${counted(partly, 'more sees', 'more see')} less`;
}
