/** The page of docs that lists what the emulator claims. */
import { FEATURES, type FeatureSpec } from '../platform/features.ts';
import { PREFERENCES, type PreferenceSpec } from '../platform/preferences.ts';
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

## Preferences and features

An account has them by default as below; \`preferences\` and \`features\` of the account file, or of \`createAccount\`, change them. A
script that meets a value or a feature that is not emulated is refused by name. Any other feature may be enabled too: scripts learn of
it, and no rule follows.

| Preference | Internal id | Values | Default | Decides | Behaviours |
| --- | --- | --- | --- | --- | --- |
${Object.entries(PREFERENCES)
  .map(([name, spec]) => preferenceRow(name, spec))
  .join('\n')}

| Feature | Id | Default | With it | Behaviours |
| --- | --- | --- | --- | --- |
${Object.entries(FEATURES)
  .map(([id, spec]) => featureRow(id, spec))
  .join('\n')}

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

function preferenceRow(name: string, { label, id, values, emulated, what, ...spec }: PreferenceSpec): string {
  const listed = values.map((value) => (emulated.includes(value) ? String(value) : `${value} (refused)`));
  const cells = [
    label,
    id ?? 'not listed',
    listed.join(', '),
    String(spec.default),
    what,
    behavioursOf(name),
  ];
  return `| ${cells.join(' | ')} |`;
}

function featureRow(id: string, { label, what, emulated, ...spec }: FeatureSpec): string {
  const cells = [
    label,
    id,
    spec.default ? 'on' : 'off',
    emulated ? what : `${what}: refused`,
    behavioursOf(id),
  ];
  return `| ${cells.join(' | ')} |`;
}

/** Each with the grade of its evidence. */
const behavioursOf = (name: string): string =>
  BEHAVIOURS.filter((behaviour) => behaviour.switch === name)
    .map(({ id, evidence }) => `${id} (${evidence})`)
    .join(', ');

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
