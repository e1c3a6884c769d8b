import { expect, test } from 'vitest';
import { codeArea } from '../../src/core/codes.ts';
import { areasToMarkdown, areasToText, codeToText, findCode } from '../../src/report/codes.ts';

const AREA = codeArea('doors', 'Doors', {
  ajar: { means: 'The door is ajar.', cause: 'Somebody was in a hurry.', remedy: 'Shut it.' },
  locked: { means: 'The door is locked.', cause: 'It is late.', remedy: 'Come back.' },
});
const FAMILY = {
  ...codeArea('windows', 'Windows', { W: { means: 'A window.', cause: 'Glass.', remedy: 'Look through it.' } }),
  family: { pattern: /^W\d+$/, code: 'W' as const },
};

test('a code is found with its area, a family by its pattern, and nothing else', () => {
  expect(findCode([AREA, FAMILY], 'ajar')).toMatchObject({ code: 'ajar', area: AREA, means: 'The door is ajar.' });
  expect(findCode([AREA, FAMILY], 'W12')).toMatchObject({ code: 'W12', area: FAMILY, remedy: 'Look through it.' });
  expect(findCode([AREA, FAMILY], 'Wx')).toBeUndefined();
  expect(findCode([AREA, FAMILY], 'constructor')).toBeUndefined();
});

test('a person is told sentence, cause, remedy and area', () => {
  const found = findCode([AREA], 'ajar');
  expect(found && codeToText(found)).toBe(
    'ajar (Doors)\n\nThe door is ajar.\n\nCause: Somebody was in a hurry.\nRemedy: Shut it.',
  );
});

test('the list has every area with its codes', () => {
  expect(areasToText([AREA, FAMILY])).toBe(
    'Doors\n  ajar    The door is ajar.\n  locked  The door is locked.\n\nWindows\n  W  A window.',
  );
});

test('the page has a section an area and a part a code', () => {
  const page = areasToMarkdown([AREA]);
  expect(page).toContain(
    '## Doors\n\n### `ajar`\n\nThe door is ajar.\n\n- **Cause:** Somebody was in a hurry.\n- **Remedy:** Shut it.',
  );
  expect(page.endsWith('Come back.\n')).toBe(true);
});
