/** The commands that a page shows: lines of its shell blocks, and what its tables and sentences have between backticks. */

/** Blocks of one language, each without its fences; a block in a list is moved to the left. */
export const fencedBlocks = (page: string, language: string): string[] =>
  [...page.matchAll(/^( *)```(\w+)[^\n]*\n([\s\S]*?)^ *```$/gm)]
    .filter(([, , named]) => named === language)
    .map(([, indent = '', , text = '']) => text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''));
