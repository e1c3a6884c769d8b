/**
 * Whether a path below a folder is one of those that globs name: `*` and `?` stand for characters of one name, `**` for any folders.
 * A glob without a slash holds at any depth, as in .gitignore (https://git-scm.com/docs/gitignore); one that names a folder means
 * all that is in it.
 */
export function createExclusion(globs: readonly string[]): (path: string) => boolean {
  const patterns = globs.map(patternOf);
  return (path) => patterns.some((pattern) => pattern.test(path));
}

function patternOf(glob: string): RegExp {
  const bare = glob.replace(/^\.?\//, '').replace(/\/(?:\*\*)?$/, '');
  const anchored = /\//.test(glob.replace(/\/(?:\*\*)?$/, ''));
  const source = bare.replace(/\*\*\/?|[*?]|[^*?]+/g, (part) => {
    if (part === '**/') return '(?:[^/]+/)*';
    if (part === '**') return '.*';
    if (part === '*') return '[^/]*';
    return part === '?' ? '[^/]' : part.replace(/[\\^$.|+()[\]{}]/g, '\\$&');
  });
  return new RegExp(`^${anchored ? '' : '(?:.*/)?'}${source}$`, 'su');
}
