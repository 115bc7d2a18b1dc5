/** The page of docs that lists what the emulator claims. */
import { type Behaviour, EVIDENCE, type Evidence, passagesOf } from './behaviour.ts';
import { BEHAVIOURS, RISKIEST } from './behaviours.ts';

export function behavioursPage(): string {
  return `# What the emulator claims of NetSuite

Generated from \`emulator/behaviours\` by \`npm run docs\`; a test checks that it is up to date.
Nothing was recorded in a live account. Ids of sources are pages of Oracle's NetSuite help,
\`docs.oracle.com/en/cloud/saas/netsuite/ns-online-help/<id>.html\`; the words after an id are the page's own, and
\`npm run check:evidence -- <folder of stored pages>\` looks them up.

${labels().join('\n')}

| Behaviour | What | Evidence | Source | Test in test/emulator | Probe |
| --- | --- | --- | --- | --- | --- |
${BEHAVIOURS.map(row).join('\n')}

## The ten riskiest guesses

${RISKIEST.map((guess, index) => `${index + 1}. ${guess}`).join('\n')}

## From guesses to recordings

\`emulator/probe\` is an SDF project with one scheduled script. It reads, transforms without saving, and writes nothing. Deploy
it to a sandbox (\`suitecloud project:deploy\` in that folder), set its parameter to the id of a sales order with an open line,
run the deployment once, and compare its log, a line of JSON per probe, with \`emulator/probe/expected.json\`, which is what the
emulator answers. Where they differ, the emulator is wrong: change it, and cite the recording as evidence here.
`;
}

function labels(): string[] {
  return (Object.keys(EVIDENCE) as Evidence[]).map((label) => {
    const count = BEHAVIOURS.filter(({ evidence }) => evidence === label).length;
    return `- **${label}** ${EVIDENCE[label]}: ${count}`;
  });
}

function row(behaviour: Behaviour): string {
  const {
    id,
    what,
    evidence,
    test: [file, name],
    probe,
  } = behaviour;
  const cells = [id, what, evidence, sourceOf(behaviour), `${file}: ${name}`, probe ?? ''];
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
}

const sourceOf = (behaviour: Behaviour): string =>
  [...passagesOf(behaviour).map(({ page, quote }) => `${page}: “${quote}”`), behaviour.source ?? []]
    .flat()
    .join('; ');
