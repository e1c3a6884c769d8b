import { parse } from 'yaml';
import { issueText } from '../config/issue-words.ts';
import type { Context } from './context.ts';
import { type BeginningPlatform, beginningText } from './init-text.ts';
import { siemOf } from './parts.ts';

/** What the schema of its kind says of one key of a platform, in words; undefined where it takes the value. */
export async function platformFault(
  platform: BeginningPlatform,
  key: string,
  { siems }: Pick<Context, 'siems'>,
): Promise<string | undefined> {
  const { platforms } = parse(beginningText({ platforms: [platform] })) as { readonly platforms: readonly unknown[] };
  const settings = await siemOf(platform.kind, siems).settings();
  const result = settings.platform.safeParse(platforms[0], { error: issueText });
  const issue = result.error?.issues.find(({ path }) => path[0] === key);
  return issue && `${key} ${issue.message}.`;
}
