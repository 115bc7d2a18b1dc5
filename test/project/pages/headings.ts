/** The headings of a page as links name them. */
import { readFileSync } from 'node:fs';

/** Anchors such as `#host-key`, and `''` for the page itself; another file than a page has no others. */
export const headingsOf = (path: string): string[] => [
  '',
  ...[...(path.endsWith('.md') ? readFileSync(path, 'utf8') : '').matchAll(/^#+ (.+)$/gm)].map(
    ([, title = '']) =>
      `#${title
        .toLowerCase()
        .replace(/[^\w\s-]/g, '')
        .replace(/\s/g, '-')}`,
  ),
];
