/** The commands that a page shows: those of its shell blocks, and those that its tables and sentences have between backticks. */

/** @property heading under which it stands @property text as one would type it, on one line where the shell allows */
export type PageCommand = {
  page: string;
  heading: string;
  text: string;
  shown: 'in a block' | 'in the text';
};

/** Blocks of one language, each without its fences; a block in a list is moved to the left. */
export const fencedBlocks = (page: string, language: string): string[] =>
  blocksIn(page)
    .filter((block) => block.language === language)
    .map(({ text }) => text);

type Block = { language: string; text: string; start: number };

const FENCED = /^( *)```(\w*)[^\n]*\n([\s\S]*?)^ *```$/gm;

const blocksIn = (page: string): Block[] =>
  [...page.matchAll(FENCED)].map(({ 1: indent = '', 2: language = '', 3: text = '', index }) => ({
    language,
    text: text.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    start: index,
  }));

export function commandsOf(page: string, text: string): PageCommand[] {
  const prose = text.replaceAll(FENCED, (block) => block.replaceAll(/[^\n]/g, ' '));
  const headings = [...prose.matchAll(/^#+ (.+)$/gm)];
  const all = (line: string, place: number, shown: PageCommand['shown']): PageCommand[] => {
    const heading = headings.findLast(({ index }) => index <= place)?.[1] ?? '';
    return simpleCommands(line).map((command) => ({ page, heading, text: command, shown }));
  };
  const inBlocks = blocksIn(text).flatMap(({ language, text: lines, start }) =>
    linesOf(language, lines).flatMap((line) => all(line, start, 'in a block')),
  );
  const inText = [...prose.matchAll(/`([^`\n]+(?:\n[^`\n]+)?)`/g)]
    .map(({ 1: shown = '', index }) => ({ line: shown.replaceAll(/\s+/g, ' '), index }))
    .filter(({ line }) => PROGRAM.test(line))
    .flatMap(({ line, index }) => all(line, index, 'in the text'));
  return [...inBlocks, ...inText];
}

/** Of a file whose comments say what one types: a comment that is a command, or ends in one. */
export const commandsInComments = (page: string, text: string): PageCommand[] =>
  [...text.matchAll(/^# *(?:.*: )?(.+)$/gm)]
    .map(([, said = '']) => said)
    .filter((said) => PROGRAM.test(said))
    .map((said) => ({ page, heading: '', text: said, shown: 'in the text' }));

/** What is typed in a block: everything of a shell script, and what follows the prompt where answers are shown too. */
function linesOf(language: string, text: string): string[] {
  if (language === 'sh' || language === 'bash') return shellLines(text);
  return [...text.matchAll(/^(?:\$|sftp>) (.+)$/gm)].map(([, line = '']) => line);
}

/** One for each line, function and loop, without comments. */
function shellLines(text: string): string[] {
  const joined = text.replaceAll(/\\\n\s*/g, '');
  const lines = joined
    .split('\n')
    .map((line) => line.replace(/(^|\s\s+)#.*$/, '').trim())
    .filter((line) => line !== '');
  const whole: string[] = [];
  let end = '';
  for (const line of lines) {
    if (end !== '') whole.push(`${whole.pop()}\n${line}`);
    else whole.push(line);
    if (end === '' && /\bdo$/.test(line)) end = 'done';
    else if (end === '' && /\{$/.test(line)) end = '}';
    else if (line === end) end = '';
  }
  return whole;
}

/** Parts that are joined by `&&`; of a function or a loop nothing is cut off. */
const simpleCommands = (line: string): string[] =>
  line.includes('\n') || /[{(]/.test(line.split('&&')[0] ?? '')
    ? [line]
    : line.split(' && ').map((part) => part.trim());

/** First words of what is a command and not a name, a file or a message. */
const PROGRAM =
  /^(?:\w+=\S+ )*(?:npm|npx|node|docker|kubectl|sudo|git|ssh|sftp|ssh-keyscan|sha256sum|gh|curl|systemctl|journalctl|promtool|sdfcli|suitecloud|openssl|netsuite-emulator|transformer|deploy\/\S+\.sh|\.ci\/[\w/-]+|run|watch|find|status|problems|acknowledge|page|report|replay|index|notify|convert|reconcile) \S/;
